import { stem } from 'porter2';
import { stopWords } from './stop-words.js';
import { tokenizerLimits } from './tokenizer-limits.js';
import { WordMemory } from './word-memory.js';

/**
 * Turns a text into the terms under which it is indexed and searched; repeated terms are repeated. Of an English word
 * there are two: its stem, and its exact form after an equals sign (`organ`, `=organizations`).
 */
export type Tokenizer = (text: string) => readonly string[];

/** Takes in the words of a text one after the other, each where it stands. */
export interface WordVisitor {
  word(text: string, start: number, end: number): void;
}

/** A tokenizer in two steps, so that what a word stands for is found out once, not at every place where it stands. */
export interface WordReader {
  /** The words of a text as they stand there. */
  words(text: string): readonly string[];
  /** The same words, none of which has to be cut out for it. */
  visit(text: string, visitor: WordVisitor): void;
  /** The terms of a word. */
  termsOf(word: string): readonly string[];
  /** The word that a term is the spelling of; undefined for terms, such as stems, that nobody writes. */
  spelling(term: string): string | undefined;
  /** The inverse: the term that is the spelling of a word. */
  spelledTerm(word: string): string;
}

/** Begins the terms that stand for the exact form of a word. No text produces it otherwise. */
export const exactFormMark = '=';

/** Identifiers of at most so many parts are also indexed as one word. */
const joinedParts = 3;

const words = /[\p{L}\p{M}\p{N}]+/gu;
/** Words, each with what English hangs on it: that's, don’t, we'll. */
const wordsWithClitics = /([\p{L}\p{M}\p{N}]+)(?:['’](s|t|re|ve|ll|d|m)(?![\p{L}\p{M}\p{N}]))?/giu;
const apostrophe = /['’]/;
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
 * (Snowball's Porter 2), function words dropped, and with them what English hangs on words (user's, don't, we'll), which
 * would be the names of servers otherwise (s3, t3); scripts without spaces are cut into overlapping pairs of characters.
 */
export const wordReader: WordReader = createWordReader(true);

/**
 * The same for intents that are compared with intents: no server is named there, and what hangs on words is how somebody asks
 * (I'd like, what's).
 */
export const intentReader: WordReader = createWordReader(false);

function createWordReader(dropsClitics: boolean): WordReader {
  return {
    words: (text) => wordsOf(text.slice(0, tokenizerLimits.textLength), dropsClitics),
    visit(text, visitor) {
      const read = text.slice(0, tokenizerLimits.textLength);
      const count = cutAscii(read, cuts, dropsClitics);
      if (count < 0) visitWhole(foldedWords(read, dropsClitics), visitor);
      for (let index = 0; index < count; index += 2) visitor.word(read, cuts[index]!, cuts[index + 1]!);
    },
    termsOf,
    spelling(term) {
      if (term.startsWith(exactFormMark)) return term.slice(exactFormMark.length);
      return lowerAscii.test(term) ? undefined : term;
    },
    spelledTerm: (word) => (lowerAscii.test(word) ? `${exactFormMark}${word}` : word),
  };
}

/** A tokenizer whose words are its terms. */
export function readerOf(tokenize: Tokenizer): WordReader {
  return {
    words: tokenize,
    visit: (text, visitor) => visitWhole(tokenize(text), visitor),
    termsOf: (word) => [word],
    spelling: (term) => term,
    spelledTerm: (word) => word,
  };
}

/** Words that are texts of their own. */
export function visitWhole(words: readonly string[], visitor: WordVisitor): void {
  for (let index = 0; index < words.length; index++) visitor.word(words[index]!, 0, words[index]!.length);
}

/** The two steps of a reader in one; it remembers the terms of words. */
export function createTokenizer(reader: WordReader = wordReader): Tokenizer {
  const termsOf = new WordMemory(reader.termsOf);
  return (text) => {
    const terms: string[] = [];
    for (const word of reader.words(text)) for (const term of termsOf.of(word)) terms.push(term);
    return terms;
  };
}

/** Entry 1 for letters and digits among the first 128 characters. */
const isAsciiWord = Uint8Array.from({ length: 128 }, (_, code) =>
  /[0-9A-Za-z]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Where the words of the text that is read last begin and end: no word of ours has a reader run meanwhile. */
const cuts = new Uint16Array(tokenizerLimits.textLength + 1);

function wordsOf(text: string, dropsClitics: boolean): readonly string[] {
  const count = cutAscii(text, cuts, dropsClitics);
  if (count < 0) return foldedWords(text, dropsClitics);
  const found: string[] = [];
  for (let index = 0; index < count; index += 2) found.push(text.slice(cuts[index], cuts[index + 1]));
  return found;
}

/** Writes where words begin and end, and returns how many numbers that are; −1 for texts that are not ASCII. */
function cutAscii(text: string, places: Uint16Array, dropsClitics: boolean): number {
  let count = 0;
  let wasWord = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 128) return -1;
    const isWord = isAsciiWord[code]!;
    if (isWord !== wasWord) {
      places[count++] = index;
      if (dropsClitics && code === straightApostrophe) {
        const length = cliticLength(text, index + 1);
        if (length === 1 && isContractedNot(text, index)) count -= 2;
        index += length;
      }
    }
    wasWord = isWord;
  }
  if (wasWord === 1) places[count++] = text.length;
  return count;
}

const straightApostrophe = 39;

/** How long the clitic is that an apostrophe before `start` hangs on a word: 0 where the word after it is none. */
function cliticLength(text: string, start: number): number {
  let end = start;
  while (end < text.length && isAsciiWord[text.charCodeAt(end)] === 1) if (++end - start > longestClitic) return 0;
  return clitics.has(text.slice(start, end).toLowerCase()) ? end - start : 0;
}

const longestClitic = 2;
const clitics: ReadonlySet<string> = new Set(['s', 't', 're', 've', 'll', 'd', 'm']);

/** Whether the apostrophe at a place is that of “n't”: what is left of don't, hasn't and the like is no word. */
function isContractedNot(text: string, place: number): boolean {
  return isLetter(text, place - 1, 'n') && isLetter(text, place + 1, 't');
}

function isLetter(text: string, place: number, letter: string): boolean {
  return text[place]?.toLowerCase() === letter;
}

/** The same words as `cutAscii` finds, in texts of all scripts. */
function foldedWords(text: string, dropsClitics: boolean): readonly string[] {
  const folded = fold(text);
  if (!dropsClitics || !apostrophe.test(folded)) return folded.match(words) ?? [];
  const found: string[] = [];
  for (const [, word, clitic] of folded.matchAll(wordsWithClitics)) {
    if (!(clitic?.toLowerCase() === 't' && isLetter(word!, word!.length - 1, 'n'))) found.push(word!);
  }
  return found;
}

/** Removes accents of Latin, Greek and Cyrillic letters; other scripts keep their marks, which carry meaning there. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(combiningAccents, '').normalize('NFC');
}

function termsOf(word: string): readonly string[] {
  if (asciiWord.test(word)) return termsOfAscii(word.slice(0, tokenizerLimits.wordLength));
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

/** The parts of identifiers: words as nothing joins them, in their order. */
function piecesOf(text: string): readonly string[] {
  return text.match(parts) ?? [];
}

/** The same for all spellings of an identifier: `createIssue`, `create_issue`. */
export function spellingOf(identifier: string): string {
  return piecesOf(identifier).join(' ').toLowerCase();
}

function termsOfIdentifier(identifier: string): string[] {
  const pieces = piecesOf(identifier);
  const terms: string[] = [];
  for (const piece of pieces) addTerms(piece, terms);
  if (pieces.length > 1 && pieces.length <= joinedParts) addTerms(identifier, terms);
  return terms;
}

/** The same for letters and digits of ASCII, several times as fast. */
function termsOfAscii(identifier: string): string[] {
  const terms: string[] = [];
  let pieces = 0;
  for (let start = 0; start < identifier.length; pieces++) {
    const end = endOfPiece(identifier, start);
    addTerms(identifier.slice(start, end), terms);
    start = end;
  }
  if (pieces > 1 && pieces <= joinedParts) addTerms(identifier, terms);
  return terms;
}

/** What `parts` matches at `start` in an identifier of ASCII. */
function endOfPiece(identifier: string, start: number): number {
  const kind = kindAt(identifier, start);
  let end = start + 1;
  while (kindAt(identifier, end) === kind) end++;
  if (kind !== upper) return end;
  const length = end - start;
  const next = kindAt(identifier, end);
  if (next !== lower) return end;
  const afterNext = kindAt(identifier, end + 1);
  if (length > 1 && identifier.charCodeAt(end) === smallS && afterNext !== upper && afterNext !== lower) return end + 1;
  // The last capital begins the word that follows.
  if (length > 1) return end - 1;
  while (kindAt(identifier, end) === lower) end++;
  return end;
}

const lower = 1;
const upper = 2;
const digit = 3;
const smallS = 115;

function kindAt(identifier: string, index: number): number {
  const code = index < identifier.length ? identifier.charCodeAt(index) : 0;
  if (code >= 97 && code <= 122) return lower;
  if (code >= 65 && code <= 90) return upper;
  return code >= 48 && code <= 57 ? digit : 0;
}

function addTerms(piece: string, terms: string[]): void {
  const word = piece.toLowerCase();
  if (stopWords.has(word)) return;
  if (lowerAscii.test(word)) terms.push(stem(word), `${exactFormMark}${word}`);
  else terms.push(word);
}
