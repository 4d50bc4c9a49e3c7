import { visitWhole, type WordReader, type WordVisitor } from './tokenize.js';
import type { Vocabulary } from './vocabulary.js';

/** A text, or the words of one. */
export type FieldText = string | readonly string[];

/** Counts the terms of one document at a time by field, in memory that is reused for the next one. */
export class TermCounter implements WordVisitor {
  /** Distinct term ids of the current document; the first `count` are valid. */
  ids = new Uint32Array(1024);
  count = 0;
  /** One byte a field; more than 255 count as 255. Those of the n-th term begin at `n · fieldCount`. */
  frequencies = new Uint8Array(1024);
  /** Number of terms of each field. */
  readonly lengths: Uint32Array;
  /** Term id → place among the terms of the current document, from 1; 0 for terms that it does not have. */
  private places = new Uint32Array(1024);

  /** The field that is being read. */
  private field = 0;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly fieldCount: number,
    private readonly reader: Pick<WordReader, 'visit'>,
  ) {
    this.lengths = new Uint32Array(fieldCount);
  }

  /** Counts the words of each field of a document. */
  read(fields: readonly FieldText[]): void {
    for (let place = 0; place < this.count; place++) this.places[this.ids[place]!] = 0;
    this.count = 0;
    for (let field = 0; field < this.fieldCount; field++) {
      this.field = field;
      this.lengths[field] = 0;
      const text = fields[field]!;
      if (typeof text === 'string') this.reader.visit(text, this);
      else visitWhole(text, this);
    }
  }

  word(text: string, wordStart: number, wordEnd: number): void {
    const { ids, start } = this.vocabulary.read(text, wordStart, wordEnd);
    const last = start + ids[start]!;
    for (let index = start + 1; index <= last; index++) this.add(ids[index]!);
    this.lengths[this.field]! += last - start;
  }

  private add(id: number): void {
    if (id >= this.places.length) this.places = grown(this.places, Uint32Array, id + 1);
    let place = this.places[id]!;
    if (place === 0) {
      if (this.count === this.ids.length) this.ids = grown(this.ids, Uint32Array, this.count + 1);
      this.ids[this.count] = id;
      place = ++this.count;
      this.places[id] = place;
      this.clearFrequencies(place * this.fieldCount);
    }
    const cell = (place - 1) * this.fieldCount + this.field;
    if (this.frequencies[cell]! < 255) this.frequencies[cell]!++;
  }

  private clearFrequencies(end: number): void {
    if (end > this.frequencies.length) this.frequencies = grown(this.frequencies, Uint8Array, end);
    // A call of `fill` costs more than these few cells.
    for (let cell = end - this.fieldCount; cell < end; cell++) this.frequencies[cell] = 0;
  }

  /** To be called when ids have changed. */
  forget(): void {
    this.places.fill(0);
    this.count = 0;
  }
}

function grown<Values extends Uint32Array | Uint8Array>(
  values: Values,
  Type: new (length: number) => Values,
  minimum: number,
): Values {
  const larger = new Type(2 ** Math.ceil(Math.log2(minimum)));
  larger.set(values);
  return larger;
}
