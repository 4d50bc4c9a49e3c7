/** Slots for every entry at least: where more of them are taken, looking for one takes longer. */
const slotsOfEntry = 2;
const firstCapacity = 32;
/** Entries that may have become 0 before it is worth to build the matrix anew. */
const zerosAllowed = 1_024;

/**
 * Whole numbers by row and column, most of them 0: a hash table in typed arrays (open addressing, linear probing; Knuth: The
 * Art of Computer Programming 3, 6.4), in which the entries of a row are linked. A history changes twenty of these numbers
 * an execution, anywhere in them, and maps in maps take twenty times as long.
 */
export class SparseMatrix {
  /** Entries so far, those that became 0 among them. */
  #size = 0;
  #zeros = 0;
  #rows = new Int32Array(firstCapacity);
  #columns = new Int32Array(firstCapacity);
  #values = new Int32Array(firstCapacity);
  /** The entry before in the same row, plus 1; 0 for the first one of a row. */
  #previous = new Int32Array(firstCapacity);
  /** By row, its last entry, plus 1. */
  readonly #lastOfRow: number[] = [];
  /** By hash, an entry plus 1; 0 where there is none. */
  #slots = new Int32Array(slotsOfEntry * firstCapacity);

  get(row: number, column: number): number {
    const entry = this.#slots[this.#slotOf(row, column)]! - 1;
    return entry < 0 ? 0 : this.#values[entry]!;
  }

  /** Adds an amount that is not 0, and returns the sum. */
  add(row: number, column: number, amount: number): number {
    const slot = this.#slotOf(row, column);
    const entry = this.#slots[slot]! - 1;
    if (entry < 0) return this.#append(slot, row, column, amount);
    const sum = this.#values[entry]! + amount;
    if (sum === 0) this.#zeros++;
    else if (sum === amount) this.#zeros--;
    this.#values[entry] = sum;
    return sum;
  }

  /** Whether most of it has become 0. */
  get isMostlyZero(): boolean {
    return this.#zeros > zerosAllowed && 2 * this.#zeros > this.#size;
  }

  /** The columns of a row and their numbers, in no order; none that is 0. */
  *row(row: number): Iterable<readonly [column: number, value: number]> {
    for (let link = this.#lastOfRow[row] ?? 0; link !== 0; link = this.#previous[link - 1]!) {
      const value = this.#values[link - 1]!;
      if (value !== 0) yield [this.#columns[link - 1]!, value];
    }
  }

  *[Symbol.iterator](): Iterator<readonly [row: number, column: number, value: number]> {
    for (let entry = 0; entry < this.#size; entry++) {
      const value = this.#values[entry]!;
      if (value !== 0) yield [this.#rows[entry]!, this.#columns[entry]!, value];
    }
  }

  /** Where an entry is, or would be. */
  #slotOf(row: number, column: number): number {
    const last = this.#slots.length - 1;
    // Fibonacci hashing of both: the product spreads to the high bits, of which the fold brings some down.
    let hash = Math.imul(Math.imul(row, 0x9e3779b1) ^ column, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const entry = this.#slots[slot]! - 1;
      if (entry < 0 || (this.#columns[entry] === column && this.#rows[entry] === row)) return slot;
    }
  }

  #append(slot: number, row: number, column: number, value: number): number {
    const isFull = this.#size === this.#rows.length;
    if (isFull) this.#grow();
    const entry = this.#size++;
    this.#rows[entry] = row;
    this.#columns[entry] = column;
    this.#values[entry] = value;
    while (this.#lastOfRow.length <= row) this.#lastOfRow.push(0);
    this.#previous[entry] = this.#lastOfRow[row]!;
    this.#lastOfRow[row] = entry + 1;
    this.#slots[isFull ? this.#slotOf(row, column) : slot] = entry + 1;
    return value;
  }

  #grow(): void {
    const capacity = 2 * this.#size;
    this.#rows = larger(this.#rows, capacity);
    this.#columns = larger(this.#columns, capacity);
    this.#values = larger(this.#values, capacity);
    this.#previous = larger(this.#previous, capacity);
    this.#slots = new Int32Array(slotsOfEntry * capacity);
    for (let entry = 0; entry < this.#size; entry++) {
      this.#slots[this.#slotOf(this.#rows[entry]!, this.#columns[entry]!)] = entry + 1;
    }
  }
}

function larger(numbers: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(capacity);
  copy.set(numbers);
  return copy;
}
