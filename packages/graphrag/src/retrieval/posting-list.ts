/** An occurrence is one number: 22 bits document, 3 bits field, 7 bits frequency. */
const fieldBits = 3;
const frequencyBits = 7;
const highestField = 2 ** fieldBits - 1;
const highestFrequency = 2 ** frequencyBits - 1;

/** Where one term occurs. The occurrences in one document stand together. */
export class PostingList {
  /** How many documents contain the term. */
  documentCount = 0;
  private occurrences = new Uint32Array(1);
  private length = 0;

  /** Adds an occurrence; all of one document come one after the other. A frequency over 127 counts as 127. */
  add(document: number, field: number, frequency: number): void {
    if (this.length === 0 || this.documentAt(this.length - 1) !== document) this.documentCount++;
    if (this.length === this.occurrences.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.occurrences);
      this.occurrences = larger;
    }
    const place = ((document << fieldBits) | field) << frequencyBits;
    this.occurrences[this.length++] = place | Math.min(frequency, highestFrequency);
  }

  remove(document: number): void {
    let start = 0;
    while (this.documentAt(start) !== document) start++;
    let end = start;
    while (end < this.length && this.documentAt(end) === document) end++;
    this.occurrences.copyWithin(start, end, this.length);
    this.length -= end - start;
    this.documentCount--;
  }

  /** Calls back for every occurrence. */
  forEach(visit: (document: number, field: number, frequency: number) => void): void {
    for (let index = 0; index < this.length; index++) {
      const occurrence = this.occurrences[index]!;
      const field = (occurrence >>> frequencyBits) & highestField;
      visit(this.documentAt(index), field, occurrence & highestFrequency);
    }
  }

  private documentAt(index: number): number {
    return this.occurrences[index]! >>> (fieldBits + frequencyBits);
  }
}
