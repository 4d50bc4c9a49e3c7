import { stem } from 'porter2';
import { stopWords } from './stop-words.js';

/**
 * Turns a text into the terms under which it is indexed and searched; repeated terms are repeated. Of an English word
 * there are two: its stem, and its exact form after an equals sign (`organ`, `=organizations`).
 */
export type Tokenizer = (text: string) => readonly string[];

/** Bounds that keep every text, whatever its size, at a bounded cost. */
export const tokenizerLimits = {
  /** Characters of a text that are read. */
  textLength: 16_384,
  /** Characters of a word that are read; longer runs are data, not words. */
  wordLength: 64,
  /** Words whose terms a tokenizer remembers. */
  cacheSize: 50_000,
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
const ascii = /^[\x20-\x7e]*$/;
const lowerAscii = /^[a-z]+$/;

/**
 * Makes a tokenizer. Words are split at identifier boundaries (camelCase, snake_case, kebab-case, dots, digits) and
 * kept joined as well when they have few parts (GitHub: git, hub, github); accents are folded, English words stemmed
 * (Snowball's Porter 2), function words dropped, scripts without spaces cut into overlapping pairs of characters.
 */
export function createTokenizer(): Tokenizer {
  const termsOfWord = new Map<string, readonly string[]>();
  return (text) => {
    const terms: string[] = [];
    for (const word of fold(text.slice(0, tokenizerLimits.textLength)).match(words) ?? []) {
      let found = termsOfWord.get(word);
      if (found === undefined) {
        found = termsOf(word);
        if (termsOfWord.size >= tokenizerLimits.cacheSize) termsOfWord.clear();
        if (word.length <= tokenizerLimits.wordLength) termsOfWord.set(word, found);
      }
      for (const term of found) terms.push(term);
    }
    return terms;
  };
}

/** Removes accents of Latin, Greek and Cyrillic letters; other scripts keep their marks, which carry meaning there. */
function fold(text: string): string {
  return ascii.test(text) ? text : text.normalize('NFKD').replace(combiningAccents, '').normalize('NFC');
}

function termsOf(word: string): readonly string[] {
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
