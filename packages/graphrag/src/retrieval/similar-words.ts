import type { Vocabulary } from './vocabulary.js';

/** Which known words may stand in for one that is not known. */
const limits = {
  /** Shorter words are not looked up: too many words are near them. */
  prefixLength: 3,
  editLength: 4,
  /** From this length on a word may have two wrong letters. */
  twoEditsLength: 8,
  /** Longer words are data. */
  wordLength: 32,
  /** Both halves of a joined word have at least so many letters. */
  halfLength: 3,
  /** How many words stand in for one. */
  substitutes: 3,
} as const;

const onlyLetters = /^[\p{L}\p{M}]+$/u;

/**
 * Known words for a word that is not known, as someone may have meant it: written as one (createissue: create, issue),
 * cut short (repo: repository), or with wrong, missing, additional or exchanged letters. All known words are looked
 * at, most of them only by the set of their letters: under a millisecond for 50,000.
 */
export class SimilarWords {
  private words: string[] = [];
  private terms: string[] = [];
  private letters = new Uint32Array(256);
  private seen = 0;
  private version = 0;

  constructor(
    private readonly vocabulary: Pick<Vocabulary, 'size' | 'version' | 'term'>,
    private readonly spelling: (term: string) => string | undefined,
  ) {}

  /**
   * The best substitutes, which are words; none for numbers and for what is too short or too long. `documentCount`
   * says how many documents have a term; terms with none do not count as known.
   */
  find(word: string, documentCount: (term: string) => number): readonly string[] {
    if (word.length < limits.prefixLength || word.length > limits.wordLength || !onlyLetters.test(word)) return [];
    this.readNewTerms();
    const halves = this.halves(word, documentCount);
    return halves.length > 0 ? halves : this.nearest(word, documentCount);
  }

  /** The vocabulary grows while the index lives. */
  private readNewTerms(): void {
    const { size, version } = this.vocabulary;
    if (version !== this.version) {
      this.words = [];
      this.terms = [];
      this.seen = 0;
      this.version = version;
    }
    for (; this.seen < size; this.seen++) {
      const term = this.vocabulary.term(this.seen);
      const word = this.spelling(term);
      if (word === undefined || word.length < limits.prefixLength || !onlyLetters.test(word)) continue;
      const place = this.words.push(word) - 1;
      this.terms.push(term);
      if (place === this.letters.length) {
        const larger = new Uint32Array(2 * place);
        larger.set(this.letters);
        this.letters = larger;
      }
      this.letters[place] = lettersOf(word);
    }
  }

  /** The two known words that a word is made of; of several cuts the one nearest the middle. */
  private halves(word: string, documentCount: (term: string) => number): readonly string[] {
    const cuts = Array.from({ length: Math.max(0, word.length - 2 * limits.halfLength + 1) }, (_, index) => index);
    const middle = (word.length - 2 * limits.halfLength) / 2;
    cuts.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b);
    // Looked up by their letters, for spellings are not what terms are found by.
    const wanted = new Map<string, boolean>();
    for (const cut of cuts) {
      wanted.set(word.slice(0, cut + limits.halfLength), false);
      wanted.set(word.slice(cut + limits.halfLength), false);
    }
    const letters = lettersOf(word);
    for (const [place, known] of this.words.entries()) {
      if ((this.letters[place]! & ~letters) !== 0 || !wanted.has(known)) continue;
      if (documentCount(this.terms[place]!) > 0) wanted.set(known, true);
    }
    for (const cut of cuts) {
      const halves = [word.slice(0, cut + limits.halfLength), word.slice(cut + limits.halfLength)];
      if (halves.every((half) => wanted.get(half))) return halves;
    }
    return [];
  }

  /** The words with the fewest wrong letters; a word cut short counts as one wrong letter. */
  private nearest(word: string, documentCount: (term: string) => number): readonly string[] {
    const letters = lettersOf(word);
    const maximum = word.length < limits.editLength ? 0 : word.length < limits.twoEditsLength ? 1 : 2;
    let fewest = Math.max(1, maximum);
    let found: { word: string; count: number; common: number }[] = [];
    for (const [place, known] of this.words.entries()) {
      const others = this.letters[place]!;
      const isContinued = (letters & ~others) === 0 && known.length > word.length && known.startsWith(word);
      if (!isContinued) {
        if (Math.abs(known.length - word.length) > Math.min(fewest, maximum)) continue;
        if (bitCount(letters ^ others) > 2 * fewest) continue;
      }
      const edits = isContinued ? 1 : editDistance(word, known, Math.min(fewest, maximum));
      if (edits > fewest || (!isContinued && edits > maximum)) continue;
      const count = documentCount(this.terms[place]!);
      if (count === 0) continue;
      if (edits < fewest) found = [];
      fewest = edits;
      found.push({ word: known, count, common: commonStart(word, known) });
    }
    // The first letter is seldom wrong.
    const byLikeness = found.sort(
      (a, b) => b.common - a.common || b.count - a.count || (a.word < b.word ? -1 : a.word > b.word ? 1 : 0),
    );
    return Array.from(new Set(byLikeness.map((entry) => entry.word))).slice(0, limits.substitutes);
  }
}

/** A bit for each letter from a to z, and for groups of the others. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index++) {
    const place = word.charCodeAt(index) - 97;
    letters |= 1 << (place >= 0 && place < 26 ? place : 26 + (Math.abs(place) % 6));
  }
  return letters >>> 0;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/**
 * Wrong, missing, additional and exchanged neighbouring letters between two words: optimal string alignment, the
 * restricted distance of Damerau (1964) and Levenshtein. More than `maximum` is given as `maximum + 1`.
 */
export function editDistance(a: string, b: string, maximum: number): number {
  if (Math.abs(a.length - b.length) > maximum) return maximum + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let lowest = row;
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let edits = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (isSame ? 0 : 1));
      const isExchanged = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isExchanged) edits = Math.min(edits, beforeLast[column - 2]! + 1);
      current.push(edits);
      lowest = Math.min(lowest, edits);
    }
    // An exchange looks two rows back.
    if (lowest > maximum + 1) return maximum + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(last[b.length]!, maximum + 1);
}
