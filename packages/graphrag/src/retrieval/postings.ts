import { grown, NumberLists } from './number-lists.js';

/** An occurrence is one number: 22 bits document, 3 bits field, 7 bits frequency. */
const fieldBits = 3;
const frequencyBits = 7;
const documentShift = fieldBits + frequencyBits;
const highestField = 2 ** fieldBits - 1;
const highestFrequency = 2 ** frequencyBits - 1;

/** Where terms occur, by term id. The occurrences of a term in one document stand together. */
export class Postings {
  private occurrences = new NumberLists();
  private counts = new Uint32Array(64);
  /** The highest document that was added so far, and whether each was higher than those before it. */
  private lastDocument = -1;
  private ascending = true;
  /** No frequency of any term is higher. */
  private maximum = 0;

  /** Whether documents came in the order of their numbers, so that the occurrences of every term are sorted. */
  get isSorted(): boolean {
    return this.ascending;
  }

  get highestFrequency(): number {
    return this.maximum;
  }

  /** How many documents contain the term. */
  documentCount(term: number): number {
    return this.counts[term] ?? 0;
  }

  /** Adds a document to a term: its frequency in each field, from `first` on. A frequency over 127 counts as 127. */
  add(term: number, document: number, frequencies: ArrayLike<number>, first: number, fieldCount: number): void {
    for (let field = 0; field < fieldCount; field++) {
      const frequency = Math.min(frequencies[first + field]!, highestFrequency);
      const place = ((document << fieldBits) | field) << frequencyBits;
      if (frequency > 0) this.occurrences.push(term, (place | frequency) >>> 0);
      if (frequency > this.maximum) this.maximum = frequency;
    }
    if (document < this.lastDocument) this.ascending = false;
    this.lastDocument = document;
    if (term >= this.counts.length) this.counts = grown(this.counts, term + 1);
    this.counts[term]!++;
  }

  /** Takes out a document that the term has. */
  remove(term: number, document: number): void {
    const { values } = this.occurrences;
    const start = this.occurrences.start(term);
    const end = start + this.occurrences.length(term);
    let first = start;
    while (values[first]! >>> documentShift !== document) first++;
    let last = first;
    while (last < end && values[last]! >>> documentShift === document) last++;
    this.occurrences.splice(term, first - start, last - first);
    this.counts[term]!--;
  }

  /** Calls back for every occurrence of a term. */
  forEach(term: number, visit: (document: number, field: number, frequency: number) => void): void {
    const { values } = this.occurrences;
    const start = this.occurrences.start(term);
    const end = start + this.occurrences.length(term);
    for (let place = start; place < end; place++) {
      const occurrence = values[place]!;
      visit(occurrence >>> documentShift, (occurrence >>> frequencyBits) & highestField, occurrence & highestFrequency);
    }
  }

  /** The same for those in one document, where occurrences are sorted. */
  forEachIn(term: number, document: number, visit: (field: number, frequency: number) => void): void {
    const { values } = this.occurrences;
    const start = this.occurrences.start(term);
    const end = start + this.occurrences.length(term);
    let low = start;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (values[middle]! >>> documentShift < document) low = middle + 1;
      else high = middle;
    }
    for (; low < end && values[low]! >>> documentShift === document; low++) {
      visit((values[low]! >>> frequencyBits) & highestField, values[low]! & highestFrequency);
    }
  }

  /** Gives terms other ids: the n-th becomes `ids[n]`; −1 drops it. */
  renumber(ids: ArrayLike<number>, count: number): void {
    const counts = new Uint32Array(Math.max(64, count));
    for (let term = 0; term < ids.length; term++) if (ids[term]! >= 0) counts[ids[term]!] = this.documentCount(term);
    this.counts = counts;
    this.occurrences = this.occurrences.renumbered(ids);
  }
}
