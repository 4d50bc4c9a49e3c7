/**
 * The documents that contain one term, with the term's frequency in each field. Grows by doubling; removal moves
 * the last entry into the gap, so the order of entries means nothing.
 */
export class PostingList {
  length = 0;
  documents = new Int32Array(2);
  /** One byte a field and document. */
  frequencies: Uint8Array;
  /** What the term adds to each document's score before idf; valid for the index revision in `gainsRevision`. */
  gains = new Float32Array(0);
  gainsRevision = -1;

  constructor(private readonly fieldCount: number) {
    this.frequencies = new Uint8Array(2 * fieldCount);
  }

  /** Adds a document whose frequencies begin at `offset`. */
  add(document: number, frequencies: Uint8Array, offset: number): void {
    if (this.length === this.documents.length) this.grow();
    const start = this.length * this.fieldCount;
    for (let field = 0; field < this.fieldCount; field++) {
      this.frequencies[start + field] = frequencies[offset + field]!;
    }
    this.documents[this.length++] = document;
  }

  remove(document: number): void {
    const gap = this.documents.indexOf(document);
    const last = --this.length;
    this.documents[gap] = this.documents[last]!;
    this.frequencies.copyWithin(gap * this.fieldCount, last * this.fieldCount, (last + 1) * this.fieldCount);
  }

  private grow(): void {
    const documents = new Int32Array(this.documents.length * 2);
    documents.set(this.documents);
    this.documents = documents;
    const frequencies = new Uint8Array(this.frequencies.length * 2);
    frequencies.set(this.frequencies);
    this.frequencies = frequencies;
  }
}
