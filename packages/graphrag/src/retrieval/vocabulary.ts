import { grown } from './number-lists.js';

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
  private ids = new Map<string, number>();
  /** Where the ids of a word begin in `idsOfWords`, after their number. */
  private readonly words = new Map<string, number>();
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
    return this.ids.get(term);
  }

  /** Term ids: as many as `ids[start]` says, from `start + 1` on; valid until the next call. New terms get new ids. */
  read(word: string): { readonly ids: Uint32Array; readonly start: number } {
    let start = this.words.get(word);
    if (start === undefined) start = this.learn(word);
    this.found.ids = this.idsOfWords;
    this.found.start = start;
    return this.found;
  }

  /** One object for all answers: there are millions. */
  private readonly found = { ids: this.idsOfWords, start: 0 };

  private learn(word: string): number {
    if (this.words.size >= remembered.words) this.forgetWords();
    const own = ownText(word);
    const terms = this.termsOf(own);
    const start = this.end;
    if (start + terms.length + 1 > this.idsOfWords.length) {
      this.idsOfWords = grown(this.idsOfWords, start + terms.length + 1);
    }
    this.idsOfWords[start] = terms.length;
    for (const [index, term] of terms.entries()) this.idsOfWords[start + 1 + index] = this.idOf(term);
    if (word.length > remembered.length) return start;
    this.end += terms.length + 1;
    this.words.set(own, start);
    return start;
  }

  private idOf(term: string): number {
    let id = this.ids.get(term);
    if (id === undefined) {
      id = this.terms.push(term) - 1;
      this.ids.set(term, id);
    }
    return id;
  }

  private forgetWords(): void {
    this.words.clear();
    this.end = 0;
  }

  /** Forgets terms and numbers the others anew; returns the new id of each old one, −1 for what is forgotten. */
  renumber(isKept: (id: number) => boolean): Int32Array {
    const kept: string[] = [];
    const numbers = Int32Array.from(this.terms, (term, id) => (isKept(id) ? kept.push(term) - 1 : -1));
    this.terms = kept;
    this.ids = new Map(kept.map((term, id) => [term, id]));
    this.forgetWords();
    this.version++;
    return numbers;
  }
}

/** From so many characters on, engines keep a part of a text as a view on the whole text. */
const viewLength = 13;

/** A text that does not keep the longer text alive that it was cut from: keys of objects are texts of their own. */
function ownText(text: string): string {
  return text.length < viewLength ? text : Object.keys({ [text]: 0 })[0]!;
}
