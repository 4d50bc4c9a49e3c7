/**
 * Many lists of whole numbers below 2³², numbered from 0, in one block of memory: thousands of short lists cost their
 * numbers, not an object each. A list that outgrows its place moves to the end of the block; the places left behind
 * are given back when they are half of it.
 */
export class NumberLists {
  /** Holds the numbers of list `n` from `start(n)` on; another object after a change. */
  values = new Uint32Array(256);
  private end = 0;
  private unused = 0;
  private starts = new Uint32Array(64);
  private lengths = new Uint32Array(64);
  private capacities = new Uint32Array(64);
  private count = 0;

  start(list: number): number {
    return this.starts[list] ?? 0;
  }

  length(list: number): number {
    return this.lengths[list] ?? 0;
  }

  /** A view of a list: void after a change, and what is written there is in it. */
  list(list: number): Uint32Array {
    const start = this.start(list);
    return this.values.subarray(start, start + this.length(list));
  }

  push(list: number, value: number): void {
    this.makeList(list);
    const length = this.lengths[list]!;
    // Most lists stay short; of those that grow on, few should have to move often.
    if (length === this.capacities[list]!) this.move(list, length < 2 ? length + 1 : length + (length >> 1) + 1);
    this.values[this.starts[list]! + length] = value;
    this.lengths[list] = length + 1;
  }

  /** Replaces a list by the first `length` numbers of another. */
  set(list: number, numbers: ArrayLike<number>, length: number): void {
    this.makeList(list);
    this.lengths[list] = 0;
    if (length > this.capacities[list]!) this.move(list, length);
    const start = this.starts[list]!;
    for (let index = 0; index < length; index++) this.values[start + index] = numbers[index]!;
    this.lengths[list] = length;
  }

  /** Takes `count` numbers out of a list, from its n-th on. */
  splice(list: number, first: number, count: number): void {
    const start = this.starts[list]!;
    this.values.copyWithin(start + first, start + first + count, start + this.lengths[list]!);
    this.lengths[list]! -= count;
  }

  /** The same lists under other numbers: the n-th becomes list `numbers[n]`; −1 drops it. */
  renumbered(numbers: ArrayLike<number>): NumberLists {
    const renumbered = new NumberLists();
    for (let list = 0; list < this.count; list++) {
      if (numbers[list]! >= 0) renumbered.set(numbers[list]!, this.list(list), this.lengths[list]!);
    }
    return renumbered;
  }

  private makeList(list: number): void {
    if (list < this.count) return;
    this.count = list + 1;
    if (list < this.starts.length) return;
    this.starts = grown(this.starts, list + 1);
    this.lengths = grown(this.lengths, list + 1);
    this.capacities = grown(this.capacities, list + 1);
  }

  private move(list: number, capacity: number): void {
    this.unused += this.capacities[list]!;
    if (this.unused > 1024 && this.unused > this.end >> 1) this.compact();
    if (this.end + capacity > this.values.length) this.values = grown(this.values, this.end + capacity);
    copy(this.values, this.starts[list]!, this.lengths[list]!, this.values, this.end);
    this.starts[list] = this.end;
    this.capacities[list] = capacity;
    this.end += capacity;
  }

  private compact(): void {
    let total = 0;
    for (let list = 0; list < this.count; list++) total += this.lengths[list]!;
    const values = new Uint32Array(total + (total >> 2) + 256);
    let end = 0;
    for (let list = 0; list < this.count; list++) {
      const start = this.starts[list]!;
      const length = this.lengths[list]!;
      copy(this.values, start, length, values, end);
      this.starts[list] = end;
      this.capacities[list] = length;
      end += length;
    }
    this.values = values;
    this.end = end;
    this.unused = 0;
  }
}

/** By hand: a call of the engine's own functions costs more than the few numbers of most lists. */
function copy(from: Uint32Array, start: number, length: number, to: Uint32Array, place: number): void {
  for (let index = 0; index < length; index++) to[place + index] = from[start + index]!;
}

/** A longer copy with room to spare. */
export function grown(numbers: Uint32Array<ArrayBuffer>, minimum: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(minimum, numbers.length + (numbers.length >> 1)));
  larger.set(numbers);
  return larger;
}
