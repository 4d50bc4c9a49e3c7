import type { PageRequest } from '../contracts/page-request.js';
import { throwIfAborted } from '../errors/aborted.js';

/** Rows by key, which are read in pages by ascending key; the order is found once between two changes. */
export class Rows<Row> extends Map<string, Row> {
  #keys: readonly string[] | undefined;

  override set(key: string, row: Row): this {
    if (!this.has(key)) this.#keys = undefined;
    return super.set(key, row);
  }

  override delete(key: string): boolean {
    this.#keys = undefined;
    return super.delete(key);
  }

  override clear(): void {
    this.#keys = undefined;
    super.clear();
  }

  /** The rows after a key, as copies. @throws AgentCardsError `ABORTED` */
  page({ after, limit, signal }: PageRequest<string>): Row[] {
    throwIfAborted(signal);
    this.#keys ??= [...this.keys()].sort();
    const first = after === undefined ? 0 : placeAfter(this.#keys, after);
    return this.#keys.slice(first, first + limit).map((key) => structuredClone(this.get(key)!));
  }
}

function placeAfter(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
