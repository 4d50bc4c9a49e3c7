import { SparseMatrix } from './sparse-matrix.js';

export type Counts = Map<string, number>;

export const noCounts: ReadonlyMap<string, number> = new Map();

/** A matrix of which rows are read by the names of their columns. A row that was read is kept as a map too, up to date. */
export class CountsByRow {
  readonly #matrix = new SparseMatrix();
  readonly #read = new Map<number, Counts>();
  readonly #names: readonly string[];
  readonly #parts: number;

  /**
   * @param names By column. Columns without a name are in no row that is read.
   * @param parts What is counted are whole multiples of 1 / parts.
   */
  constructor(names: readonly string[], parts = 1) {
    this.#names = names;
    this.#parts = parts;
  }

  get(row: number, column: number): number {
    return this.#matrix.get(row, column) / this.#parts;
  }

  add(row: number, column: number, amount: number): void {
    const sum = this.#matrix.add(row, column, this.#parts * amount);
    const counts = this.#read.get(row);
    if (counts !== undefined) this.#set(counts, column, sum);
  }

  /** The counts of a row that are not 0. */
  row(row: number | undefined): ReadonlyMap<string, number> {
    if (row === undefined) return noCounts;
    let counts = this.#read.get(row);
    if (counts === undefined) {
      counts = new Map();
      for (const [column, count] of this.#matrix.row(row)) this.#set(counts, column, count);
      this.#read.set(row, counts);
    }
    return counts;
  }

  get isMostlyZero(): boolean {
    return this.#matrix.isMostlyZero;
  }

  /** Everything that is not 0. */
  *[Symbol.iterator](): Iterator<readonly [row: number, column: number, count: number]> {
    for (const [row, column, parts] of this.#matrix) yield [row, column, parts / this.#parts];
  }

  #set(counts: Counts, column: number, parts: number): void {
    const name = this.#names[column]!;
    if (name === '') return;
    if (parts === 0) counts.delete(name);
    else counts.set(name, parts / this.#parts);
  }
}
