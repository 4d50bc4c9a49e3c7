import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer, intentReader, wordReader } from './tokenize.js';
import { tokenizerLimits } from './tokenizer-limits.js';

const tokenize = createTokenizer();
/** Without the exact forms. */
const stems = (text: string) => tokenize(text).filter((term) => !term.startsWith('='));

describe('the tokenizer', () => {
  it.each([
    ['getWeatherByCity', ['get', 'weather', 'citi']],
    ['read_file', ['read', 'file']],
    ['list-tools.json', ['list', 'tool', 'json']],
    ['HTTPServer', ['http', 'server', 'httpserver']],
    ['userIDs', ['user', 'id', 'userid']],
    ['GitHub', ['git', 'hub', 'github']],
    ['h264', ['h', '264', 'h264']],
    ['2nd', ['2', 'nd', '2nd']],
  ])('splits the identifier %s', (identifier, expected) => {
    expect(stems(identifier)).toEqual(expected);
  });

  it('splits identifiers of ASCII where the pattern for all scripts does', () => {
    const pattern = /[A-Z]{2,}s(?![A-Za-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
    const spelled = (terms: readonly string[]) => terms.map(wordReader.spelling).filter((word) => word !== undefined);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'QXZqxzs07'), minLength: 1, maxLength: 12 }), (identifier) => {
        const pieces = identifier.match(pattern)!;
        const joined = pieces.length > 1 && pieces.length <= 3 ? [identifier] : [];
        const expected = [...pieces, ...joined].map((piece) => piece.toLowerCase());
        // A letter of another script sends the word the other way.
        const others = spelled(wordReader.termsOf(`${identifier}查`)).filter((word) => word !== '查');
        expect(spelled(wordReader.termsOf(identifier))).toEqual(expected);
        expect(others).toEqual(expected);
      }),
    );
  });

  it.each([wordReader, intentReader])('cuts texts of ASCII where it cuts those of all scripts', (reader) => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aBnNsStTvel7 _.'"), maxLength: 20 }), (text) => {
        // One letter of another script sends the whole text the other way.
        expect(reader.words(`${text} 词`)).toEqual([...reader.words(text), '词']);
      }),
    );
  });

  it.each([wordReader, intentReader])('visits the words that it lists', (reader) => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', 'B', '7', ' ', '_', '.', 'é', '词', "'", '’', 's', 'n', 't'),
          maxLength: 30,
        }),
        (text) => {
          const visited: string[] = [];
          reader.visit(text, { word: (whole, start, end) => visited.push(whole.slice(start, end)) });
          expect(visited).toEqual(reader.words(text));
        },
      ),
    );
  });

  it('leaves what hangs on words where intents are compared with each other', () => {
    expect(intentReader.words("I'd like Ada’s files")).toEqual(['I', 'd', 'like', 'Ada', 's', 'files']);
    expect(wordReader.words("I'd like Ada’s files")).toEqual(['I', 'like', 'Ada', 'files']);
  });

  it('keeps the exact form of an English word beside its stem', () => {
    expect(tokenize('organizations')).toEqual(['organ', '=organizations']);
  });

  it('drops the words by which people ask', () => {
    expect(stems('Could you please help me to find the orders?')).toEqual(['find', 'order']);
  });

  it.each([
    ["that's great", ['great']],
    ["THAT'S GREAT", ['great']],
    ['the user’s café', ['user', 'cafe']],
    ["don't hasn't can't shan't", []],
    ['we don’t know', ['know']],
    ["they're we've we'll I'd I'm shouldn't've", []],
    ["O'Reilly's 's3' d'accord", ['o', 'reilli', 's', '3', 's3', 'd', 'accord']],
    ["the flag 't' of s and t", ['flag', 't', 's', 't']],
    ["'s t", ['s', 't']],
  ])('reads nothing in what English hangs on words: %s', (text, expected) => {
    expect(stems(text)).toEqual(expected);
  });

  it('folds accents where they are spelling, keeps marks where they are letters', () => {
    expect(stems('Café Ñandú Ὀδυσσεύς')).toEqual(['cafe', 'nandu', 'οδυσσευς']);
    expect(stems('किताब')).toEqual(['किताब']);
    expect(stems('がく')).toEqual(['がく']);
    expect(stems('한국어')).toEqual(['한국', '국어']);
  });

  it('cuts scripts without spaces into pairs, also between other words', () => {
    expect(stems('获取天气 API')).toEqual(['获取', '取天', '天气', 'api']);
    expect(stems('查'.repeat(500))).toHaveLength(499);
    expect(stems('用curl')).toEqual(['用', 'curl']);
  });

  it('reads right-to-left words whole and finds nothing in symbols', () => {
    expect(stems('ابحث عن الطقس')).toEqual(['ابحث', 'عن', 'الطقس']);
    expect(tokenize('📦🚀 … !!! \u0000')).toEqual([]);
  });

  it('gives the same terms for the same text, bounded in number and length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const terms = tokenize(text);
        expect(createTokenizer()(text)).toEqual(terms);
        // A word of n characters has at most n pieces, one joined form, and an exact form of each.
        expect(terms.length).toBeLessThanOrEqual(4 * text.normalize('NFKD').length);
        for (const term of terms) expect(term).not.toBe('');
      }),
    );
    const endless = tokenize('tokenizer '.repeat(100_000));
    expect(endless.length).toBeLessThanOrEqual((2 * tokenizerLimits.textLength) / 'tokenizer '.length + 2);
    expect(tokenize('x'.repeat(100_000))[0]).toHaveLength(tokenizerLimits.wordLength);
  });
});
