import { entry } from '../entry.js';
import type { WordReader } from './tokenize.js';
import type { Vocabulary } from './vocabulary.js';

/** Which known words may stand in for one that is not known. */
const limits = {
  /** Longer words are seldom cut short, and what is missing is longer than an ending. */
  prefixLength: { minimum: 3, maximum: 6, missing: 4 },
  /** Shorter words may not have a wrong letter: too many words are near them. */
  editLength: 5,
  /** From this length on a word may have two wrong letters. */
  twoEditsLength: 8,
  /** Longer words are data. */
  wordLength: 32,
  /** A joined word is of so many words at most, each of at least so many letters. */
  pieces: 4,
  pieceLength: 3,
  /** How many words stand in for one. */
  substitutes: 3,
} as const;

const onlyLetters = /^[\p{L}\p{M}]+$/u;

/**
 * Known words for a word that is not known, as someone may have meant it: written as one (createissue: create, issue),
 * cut short (repo: repository), or with wrong, missing, additional or exchanged letters after the first. Of the known
 * words with that letter most are looked at only by the set of their letters: well under a millisecond for 50,000.
 */
export class SimilarWords {
  /** By first letter. */
  private entries = new Map<string, Entries>();
  private seen = 0;
  private version = 0;

  constructor(
    private readonly vocabulary: Pick<Vocabulary, 'size' | 'version' | 'term'>,
    private readonly reader: Pick<WordReader, 'spelling' | 'spelledTerm'>,
  ) {}

  /**
   * The best substitutes, which are words; none for numbers and for what is too short or too long. `documentCount`
   * says how many documents have a term; terms with none do not count as known.
   */
  find(word: string, documentCount: (term: string) => number): readonly string[] {
    if (word.length < limits.pieceLength || word.length > limits.wordLength || !onlyLetters.test(word)) return [];
    this.readNewTerms();
    const pieces = this.pieces(word, documentCount);
    return pieces.length > 0 ? pieces : this.nearest(word, documentCount);
  }

  /** The vocabulary grows while the index lives. */
  private readNewTerms(): void {
    const { size, version } = this.vocabulary;
    if (version !== this.version) {
      this.entries.clear();
      this.seen = 0;
      this.version = version;
    }
    for (; this.seen < size; this.seen++) {
      const term = this.vocabulary.term(this.seen);
      const word = this.reader.spelling(term);
      if (word === undefined || word.length < limits.pieceLength || !onlyLetters.test(word)) continue;
      const known = this.entries.get(word[0]!) ?? { words: [], terms: [], letters: [] };
      known.words.push(word);
      known.terms.push(term);
      known.letters.push(lettersOf(word));
      this.entries.set(word[0]!, known);
    }
  }

  /** The fewest known words that a word is made of, at most four; of several cuts the one into the most even pieces. */
  private pieces(word: string, documentCount: (term: string) => number): readonly string[] {
    const least = limits.pieceLength;
    /** By its end: the best cut of a beginning of the word into `count` pieces. */
    let best = new Map<number, { readonly cuts: readonly number[]; readonly unevenness: number }>();
    best.set(0, { cuts: [], unevenness: 0 });
    const known = new Map<string, boolean>();
    const isKnown = (piece: string) => entry(known, piece, () => documentCount(this.reader.spelledTerm(piece)) > 0);
    for (let count = 1; count <= limits.pieces && word.length >= least * count; count++) {
      const longer: typeof best = new Map();
      for (const [start, { cuts, unevenness }] of best) {
        for (let end = start + least; end <= word.length; end++) {
          if (!isKnown(word.slice(start, end))) continue;
          const uneven = unevenness + (end - start) ** 2;
          const before = longer.get(end);
          if (before === undefined || uneven < before.unevenness)
            longer.set(end, { cuts: [...cuts, end], unevenness: uneven });
        }
      }
      best = longer;
      const whole = count === 1 ? undefined : best.get(word.length);
      if (whole !== undefined) return whole.cuts.map((end, place) => word.slice(whole.cuts[place - 1] ?? 0, end));
    }
    return [];
  }

  /** The words with the fewest wrong letters; a word cut short counts as one wrong letter. */
  private nearest(word: string, documentCount: (term: string) => number): readonly string[] {
    const known = this.entries.get(word[0]!);
    if (known === undefined) return [];
    const letters = lettersOf(word);
    const mostEdits = word.length < limits.editLength ? 0 : word.length < limits.twoEditsLength ? 1 : 2;
    const { minimum, maximum, missing } = limits.prefixLength;
    const continuedLength =
      word.length >= minimum && word.length <= maximum ? word.length + missing : Number.POSITIVE_INFINITY;
    let fewest = Math.max(1, mostEdits);
    let found: { word: string; count: number; common: number }[] = [];
    for (let place = 0; place < known.words.length; place++) {
      const other = known.words[place]!;
      const others = known.letters[place]!;
      let edits = 1;
      if (other.length >= continuedLength) {
        if ((letters & ~others) !== 0 || !other.startsWith(word)) continue;
      } else {
        const allowed = Math.min(fewest, mostEdits);
        if (Math.abs(other.length - word.length) > allowed || bitCount(letters ^ others) > 2 * allowed) continue;
        edits = editDistance(word, other, allowed);
        if (edits > allowed) continue;
      }
      if (edits > fewest) continue;
      const count = documentCount(known.terms[place]!);
      if (count === 0) continue;
      if (edits < fewest) found = [];
      fewest = edits;
      found.push({ word: other, count, common: commonStart(word, other) });
    }
    // Errors come late in a word.
    found.sort((a, b) => b.common - a.common || b.count - a.count || (a.word < b.word ? -1 : 1));
    return found.slice(0, limits.substitutes).map((entry) => entry.word);
  }
}

/** Known words with what is needed to find them. */
interface Entries {
  readonly words: string[];
  readonly terms: string[];
  readonly letters: number[];
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
  // In parallel, by pairs, fours and bytes (Warren: Hacker's Delight, 5-1).
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
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
