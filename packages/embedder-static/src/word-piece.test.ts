import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readModelFiles } from './testing/own-model.js';
import { trickyTexts } from './testing/tricky-texts.js';
import { Vocabulary } from './vocabulary.js';
import { WordPiece } from './word-piece.js';

const { vocabulary } = readModelFiles();
const wordPiece = new WordPiece(new Vocabulary(vocabulary));

test.each(trickyTexts)('%j has the ids of the original tokenizer', (text, ids) => {
  expect(wordPiece.encode(text, 512)).toEqual(ids);
});

test('the limit cuts, also inside a word and after a special token', () => {
  const text = '[CLS] antidisestablishmentarianism [SEP] [SEP]';
  const whole = wordPiece.encode(text, 512);
  for (let limit = 0; limit <= whole.length; limit += 1) {
    expect(wordPiece.encode(text, limit)).toEqual(whole.slice(0, limit));
  }
});

test('lone surrogates are left out, as undecodable characters are', () => {
  expect(wordPiece.encode('fi\ud800nd \udfff a', 512)).toEqual(wordPiece.encode('find a', 512));
});

test('vocabularies with the line ends of Windows, or without the last one, are the same', () => {
  const variants = [vocabulary.replaceAll('\n', '\r\n'), vocabulary.trimEnd()];
  for (const variant of variants) {
    const other = new WordPiece(new Vocabulary(variant));
    for (const [text, ids] of trickyTexts) expect(other.encode(text, 512)).toEqual(ids);
  }
});

test('a vocabulary without special tokens is refused', () => {
  expect(() => new WordPiece(new Vocabulary('[PAD]\n[CLS]\na\n'))).toThrowError(
    expect.objectContaining({ code: 'EMBEDDER_MODEL_INVALID', message: expect.stringContaining('[UNK]') }),
  );
});

const shared = new URL('../../../../shared/', import.meta.url);
const modelFolder = new URL('models/all-MiniLM-L6-v2/', shared);
const absent = existsSync(modelFolder) ? undefined : '../shared/models/all-MiniLM-L6-v2 is absent';

/** Hugging Face's tokenizer in JavaScript, or undefined where its files are absent. */
function reference(): ((text: string) => number[]) | undefined {
  if (absent) return undefined;
  const [tokenizer, config] = ['tokenizer.json', 'tokenizer_config.json'].map((name) =>
    JSON.parse(readFileSync(new URL(name, modelFolder), 'utf8')),
  );
  const huggingFace = new Tokenizer(tokenizer, config);
  return (text) => huggingFace.encode(text, { add_special_tokens: false }).ids;
}

test('equals the reference on every text of the dev data', ({ skip }) => {
  const encode = reference();
  const bench = new URL('bench/', shared);
  if (!encode || !existsSync(bench)) return skip(absent ?? '../shared/bench is absent');
  const texts = new Set<string>();
  for (const path of readdirSync(bench, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.jsonl')) collectTexts(readFileSync(new URL(path, bench), 'utf8'), texts);
  }
  expect(texts.size).toBeGreaterThan(10_000);
  const different = [...texts].filter(
    (text) => wordPiece.encode(text, 512).join() !== encode(text).slice(0, 512).join(),
  );
  expect(different).toEqual([]);
});

test('equals the reference on any text of characters that both know', ({ skip }) => {
  const encode = reference();
  if (!encode) return skip(absent);
  // The one in JavaScript differs from the original at the last sigma of a word and at ideographs of two code units.
  const unlike = /Σ|[\u{10000}-\u{10ffff}]/gu;
  const part = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom(...trickyTexts.map(([text]) => text)),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      const text = parts.join(' ').replace(unlike, '');
      expect(wordPiece.encode(text, 512)).toEqual(encode(text).slice(0, 512));
    }),
    { numRuns: 300 },
  );
});

/** Names, descriptions and intents, wherever they stand in a line. */
function collectTexts(lines: string, texts: Set<string>): void {
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (/^(name|description|query|intent|server|title)$/.test(key)) texts.add(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const [inner, member] of Object.entries(value)) visit(member, Array.isArray(value) ? key : inner);
    }
  };
  for (const line of lines.split('\n')) if (line !== '') visit(JSON.parse(line), '');
}
