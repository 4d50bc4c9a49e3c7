/** Counts the terms of one document at a time by field, in memory that is reused for the next one. */
export class TermCounter {
  /** Term id → place among the terms of the current document, from 1; 0 for terms that it does not have. */
  private places = new Int32Array(1024);
  private frequencies = new Uint8Array(1024);

  constructor(private readonly fieldCount: number) {}

  /**
   * The distinct terms of a document, and their frequencies, one byte a field; more than 255 count as 255. The
   * frequencies of the n-th term begin at `n · fieldCount`; they are valid until the next call.
   */
  count(
    fields: readonly (readonly string[])[],
    idOf: (term: string) => number,
  ): { readonly ids: readonly number[]; readonly frequencies: Uint8Array } {
    const ids: number[] = [];
    for (const [field, terms] of fields.entries()) {
      for (const term of terms) {
        const id = idOf(term);
        const cell = (this.placeOf(id, ids) - 1) * this.fieldCount + field;
        if (this.frequencies[cell]! < 255) this.frequencies[cell]!++;
      }
    }
    for (const id of ids) this.places[id] = 0;
    return { ids, frequencies: this.frequencies };
  }

  private placeOf(id: number, ids: number[]): number {
    if (id >= this.places.length) this.places = grown(this.places, Int32Array, id + 1);
    if (this.places[id] === 0) {
      this.places[id] = ids.push(id);
      const end = ids.length * this.fieldCount;
      if (end > this.frequencies.length) this.frequencies = grown(this.frequencies, Uint8Array, end);
      this.frequencies.fill(0, end - this.fieldCount, end);
    }
    return this.places[id]!;
  }
}

function grown<Values extends Int32Array | Uint8Array>(
  values: Values,
  Type: new (length: number) => Values,
  minimum: number,
): Values {
  const larger = new Type(2 ** Math.ceil(Math.log2(minimum)));
  larger.set(values);
  return larger;
}
