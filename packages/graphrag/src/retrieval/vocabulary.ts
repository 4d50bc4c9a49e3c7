import { grown } from './number-lists.js';
import { absent, WordTable } from './word-table.js';

/** Words whose term ids are remembered, and the longest of them. */
const remembered = { words: 200_000, length: 64 } as const;

/**
 * Term ids, numbered from 0 as terms are met. Texts are taken in by words, each of which stands for some terms: what
 * these are is asked once a word.
 */
export class Vocabulary {
  /** Changes when ids do: what was derived from them is void. */
  version = 0;
  /** By id. */
  private terms: string[] = [];
  /** Ids of terms; those beyond ASCII stand in the map. */
  private readonly ids = new WordTable();
  private readonly otherIds = new Map<string, number>();
  /** Where the ids of a word begin in `idsOfWords`, after their number; words beyond ASCII stand in the map. */
  private readonly words = new WordTable();
  private readonly otherWords = new Map<string, number>();
  private idsOfWords = new Uint32Array(1024);
  private end = 0;

  constructor(private readonly termsOf: (word: string) => readonly string[]) {}

  get size(): number {
    return this.terms.length;
  }

  term(id: number): string {
    return this.terms[id]!;
  }

  find(term: string): number | undefined {
    const id = this.ids.find(term, 0, term.length);
    if (id >= 0) return id;
    return id === absent ? undefined : this.otherIds.get(term);
  }

  /**
   * Term ids of the word from `start` to `end`: as many as `ids[start]` of the answer says, after it; valid until the
   * next call. New terms get new ids.
   */
  read(text: string, start = 0, end = text.length): { readonly ids: Uint32Array; readonly start: number } {
    let place = this.words.find(text, start, end);
    if (place < 0) place = this.readSlowly(text.slice(start, end), place === absent);
    this.found.ids = this.idsOfWords;
    this.found.start = place;
    return this.found;
  }

  /** The terms of a word that was read before, undefined for others. */
  termsOfKnown(word: string): readonly string[] | undefined {
    const place = this.words.find(word, 0, word.length);
    if (place < 0) return undefined;
    const ids = this.idsOfWords.subarray(place + 1, place + 1 + this.idsOfWords[place]!);
    return Array.from(ids, (id) => this.terms[id]!);
  }

  /** One object for all answers: there are millions. */
  private readonly found = { ids: this.idsOfWords, start: 0 };

  private readSlowly(word: string, isAbsent: boolean): number {
    const known = isAbsent ? undefined : this.otherWords.get(word);
    if (known !== undefined) return known;
    if (this.words.size + this.otherWords.size >= remembered.words) this.forgetWords();
    const own = ownText(word);
    const start = this.learn(own);
    if (word.length > remembered.length) return start;
    this.end += this.idsOfWords[start]! + 1;
    if (isAbsent) this.words.add(start);
    else this.otherWords.set(own, start);
    return start;
  }

  /** Writes the ids of a word after all others. */
  private learn(word: string): number {
    const terms = this.termsOf(word);
    const start = this.end;
    if (start + terms.length + 1 > this.idsOfWords.length) {
      this.idsOfWords = grown(this.idsOfWords, start + terms.length + 1);
    }
    this.idsOfWords[start] = terms.length;
    for (let index = 0; index < terms.length; index++) this.idsOfWords[start + 1 + index] = this.idOf(terms[index]!);
    return start;
  }

  private idOf(term: string): number {
    const known = this.ids.find(term, 0, term.length);
    if (known >= 0) return known;
    const other = known === absent ? undefined : this.otherIds.get(term);
    if (other !== undefined) return other;
    const id = this.terms.push(term) - 1;
    if (known === absent) this.ids.add(id);
    else this.otherIds.set(term, id);
    return id;
  }

  private forgetWords(): void {
    this.words.clear();
    this.otherWords.clear();
    this.end = 0;
  }

  /** Forgets terms and numbers the others anew; returns the new id of each old one, −1 for what is forgotten. */
  renumber(isKept: (id: number) => boolean): Int32Array {
    const before = this.terms;
    this.terms = [];
    this.ids.clear();
    this.otherIds.clear();
    const numbers = Int32Array.from(before, (term, id) => (isKept(id) ? this.idOf(term) : -1));
    this.forgetWords();
    this.version++;
    return numbers;
  }
}

/** From so many characters on, engines keep a part of a text as a view on the whole text. */
const viewLength = 13;

/** A text that does not keep the longer text alive that it was cut from. */
function ownText(text: string): string {
  if (text.length < viewLength) return text;
  // Keys of objects are texts of their own, but slow to make.
  if (text.length > remembered.length) return Object.keys({ [text]: 0 })[0]!;
  const codes: number[] = [];
  for (let index = 0; index < text.length; index++) codes.push(text.charCodeAt(index));
  return String.fromCharCode(...codes);
}
