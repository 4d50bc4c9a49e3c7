import { SparseMatrix } from './sparse-matrix.js';

export type Counts = Map<string, number>;

export const noCounts: ReadonlyMap<string, number> = new Map();

/** A matrix of which rows are read by the names of their columns. A row that was read is kept as a map too, up to date. */
export class CountsByRow {
  readonly matrix = new SparseMatrix();
  readonly #read = new Map<number, Counts>();
  readonly #names: readonly string[];

  /** @param names By column. Columns without a name are in no row that is read. */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  add(row: number, column: number, amount: number): void {
    const sum = this.matrix.add(row, column, amount);
    const counts = this.#read.get(row);
    if (counts !== undefined) this.#set(counts, column, sum);
  }

  /** The counts of a row that are not 0. */
  row(row: number | undefined): ReadonlyMap<string, number> {
    if (row === undefined) return noCounts;
    let counts = this.#read.get(row);
    if (counts === undefined) {
      counts = new Map();
      for (const [column, count] of this.matrix.row(row)) this.#set(counts, column, count);
      this.#read.set(row, counts);
    }
    return counts;
  }

  #set(counts: Counts, column: number, count: number): void {
    const name = this.#names[column]!;
    if (name === '') return;
    if (count === 0) counts.delete(name);
    else counts.set(name, count);
  }
}
