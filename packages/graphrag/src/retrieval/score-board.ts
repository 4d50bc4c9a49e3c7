/** Sparse sums over document numbers, reused between queries so that a query allocates nothing per document. */
export class ScoreBoard {
  scores = new Float64Array(64);
  /** The documents that have a sum; the first `count` entries are valid. */
  touched = new Uint32Array(64);
  count = 0;

  /** Empties the board and makes room for documents below `capacity`. */
  reset(capacity: number): void {
    if (capacity > this.scores.length) {
      const size = 2 ** Math.ceil(Math.log2(capacity));
      this.scores = new Float64Array(size);
      this.touched = new Uint32Array(size);
    } else {
      for (let index = 0; index < this.count; index++) this.scores[this.touched[index]!] = 0;
    }
    this.count = 0;
  }

  /** The sums as they are, which the next query leaves alone. */
  copy(): ScoreBoard {
    const copy = new ScoreBoard();
    copy.scores = this.scores.slice();
    copy.touched = this.touched.slice();
    copy.count = this.count;
    return copy;
  }

  /** Adds an amount ≥ 0. */
  add(document: number, amount: number): void {
    if (amount === 0) return;
    if (this.scores[document] === 0) this.touched[this.count++] = document;
    this.scores[document]! += amount;
  }

  /** Replaces a document's sum by an amount ≥ 0. */
  put(document: number, amount: number): void {
    this.add(document, amount);
    this.scores[document] = amount;
  }

  /** Adds `factor` times its amount to each of some documents. */
  addAll(documents: Uint32Array, amounts: Float32Array, factor: number): void {
    const { scores, touched } = this;
    let { count } = this;
    for (let place = 0; place < documents.length; place++) {
      const amount = factor * amounts[place]!;
      if (amount === 0) continue;
      const document = documents[place]!;
      const before = scores[document]!;
      if (before === 0) touched[count++] = document;
      scores[document] = before + amount;
    }
    this.count = count;
  }

  /** Lifts a document's sum to an amount ≥ 0. */
  raise(document: number, amount: number): void {
    const current = this.scores[document]!;
    if (amount > current) this.add(document, amount - current);
  }
}
