import type { PageRequest } from './contracts/page-request.js';
import { throwIfAborted } from './errors/aborted.js';

const pageSize = 1_000;

/**
 * Reads a store's paged collection, one page in memory at a time.
 * @throws AgentCardsError `ABORTED`, whether the store heeds the signal or not
 */
export async function* readAll<Row, Key>(
  read: (page: PageRequest<Key>) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
  signal?: AbortSignal,
): AsyncGenerator<Row[], void, undefined> {
  let after: Key | undefined;
  for (;;) {
    throwIfAborted(signal);
    const page = await read({ after, limit: pageSize, signal });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (page.length < pageSize || last === undefined) return;
    after = keyOf(last);
  }
}
