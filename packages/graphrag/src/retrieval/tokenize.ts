import { stem } from 'porter2';
import { stopWords } from './stop-words.js';

/**
 * Turns a text into the terms under which it is indexed and searched; repeated terms are repeated. Of an English word
 * there are two: its stem, and its exact form after an equals sign (`organ`, `=organizations`).
 */
export type Tokenizer = (text: string) => readonly string[];

/** A tokenizer in two steps, so that what a word stands for is found out once, not at every place where it stands. */
export interface WordReader {
  /** The words of a text as they stand there. */
  words(text: string): readonly string[];
  /** The terms of a word. */
  termsOf(word: string): readonly string[];
  /** The word that a term is the spelling of; undefined for terms, such as stems, that nobody writes. */
  spelling(term: string): string | undefined;
  /** The inverse: the term that is the spelling of a word. */
  spelledTerm(word: string): string;
}

/** Bounds that keep every text, whatever its size, at a bounded cost. */
export const tokenizerLimits = {
  /** Characters of a text that are read. */
  textLength: 16_384,
  /** Characters of a word that are read; longer runs are data, not words. */
  wordLength: 64,
  /** Words whose terms a tokenizer remembers. */
  cacheSize: 20_000,
} as const;

/** Begins the terms that stand for the exact form of a word. No text produces it otherwise. */
export const exactFormMark = '=';

/** Identifiers of at most so many parts are also indexed as one word. */
const joinedParts = 3;

const words = /[\p{L}\p{M}\p{N}]+/gu;
// Plural acronyms (IDs), acronyms (HTTP of HTTPServer), words, letters without case, digits.
const parts = /\p{Lu}{2,}s(?!\p{L})|\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|[\p{Lt}\p{Lm}\p{Lo}\p{M}]+|\p{N}+/gu;
// Scripts that are written without spaces between words.
const unspacedRuns =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
const combiningAccents = /[\u0300-\u036f]/g;
const asciiWord = /^[0-9A-Za-z]*$/;
const lowerAscii = /^[a-z]+$/;

/**
 * Reads texts about software. Words are split at identifier boundaries (camelCase, snake_case, kebab-case, dots, digits)
 * and kept joined as well when they have few parts (GitHub: git, hub, github); accents are folded, English words stemmed
 * (Snowball's Porter 2), function words dropped, scripts without spaces cut into overlapping pairs of characters.
 */
export const wordReader: WordReader = {
  words: (text) => wordsOf(text.slice(0, tokenizerLimits.textLength)),
  termsOf,
  spelling(term) {
    if (term.startsWith(exactFormMark)) return term.slice(exactFormMark.length);
    return lowerAscii.test(term) ? undefined : term;
  },
  spelledTerm: (word) => (lowerAscii.test(word) ? `${exactFormMark}${word}` : word),
};

/** A tokenizer whose words are its terms. */
export function readerOf(tokenize: Tokenizer): WordReader {
  return { words: tokenize, termsOf: (word) => [word], spelling: (term) => term, spelledTerm: (word) => word };
}

/** The same reader; it remembers the terms of words. */
export function remembering(reader: WordReader): WordReader {
  const termsOfWord = new Map<string, readonly string[]>();
  return {
    ...reader,
    termsOf(word) {
      let terms = termsOfWord.get(word);
      if (terms === undefined) {
        terms = reader.termsOf(word);
        if (termsOfWord.size >= tokenizerLimits.cacheSize) termsOfWord.clear();
        if (word.length <= tokenizerLimits.wordLength) termsOfWord.set(word, terms);
      }
      return terms;
    },
  };
}

/** The two steps of a reader in one; it remembers the terms of words. */
export function createTokenizer(reader: WordReader = wordReader): Tokenizer {
  const { words, termsOf } = remembering(reader);
  return (text) => {
    const terms: string[] = [];
    for (const word of words(text)) for (const term of termsOf(word)) terms.push(term);
    return terms;
  };
}

/** Entry 1 for letters and digits among the first 128 characters. */
const isAsciiWord = Uint8Array.from({ length: 128 }, (_, code) =>
  /[0-9A-Za-z]/.test(String.fromCharCode(code)) ? 1 : 0,
);

function wordsOf(text: string): readonly string[] {
  const found: string[] = [];
  let start = -1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 128) return fold(text).match(words) ?? [];
    if (isAsciiWord[code] === 1) {
      if (start < 0) start = index;
    } else if (start >= 0) {
      found.push(text.slice(start, index));
      start = -1;
    }
  }
  if (start >= 0) found.push(text.slice(start));
  return found;
}

/** Removes accents of Latin, Greek and Cyrillic letters; other scripts keep their marks, which carry meaning there. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(combiningAccents, '').normalize('NFC');
}

function termsOf(word: string): readonly string[] {
  if (asciiWord.test(word)) return termsOfIdentifier(word.slice(0, tokenizerLimits.wordLength));
  const terms: string[] = [];
  const spaced = word.replace(unspacedRuns, (run) => {
    terms.push(...characterPairs(run));
    return ' ';
  });
  for (const piece of spaced.split(' ')) {
    terms.push(...termsOfIdentifier(piece.slice(0, tokenizerLimits.wordLength)));
  }
  return terms;
}

function characterPairs(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => characters[index] + character);
}

function termsOfIdentifier(identifier: string): string[] {
  const pieces: readonly string[] = identifier.match(parts) ?? [];
  const isShort = pieces.length > 1 && pieces.length <= joinedParts;
  return (isShort ? [...pieces, identifier] : pieces).flatMap((piece) => {
    const word = piece.toLowerCase();
    if (stopWords.has(word)) return [];
    return lowerAscii.test(word) ? [stem(word), `${exactFormMark}${word}`] : [word];
  });
}
