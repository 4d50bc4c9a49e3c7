import type { PageRequest } from './contracts/store.js';

const pageSize = 1_000;

/** Reads a store's paged collection row by row, one page in memory at a time. */
export async function* readAll<Row, Key>(
  read: (page: PageRequest<Key>) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
): AsyncGenerator<Row[], void, undefined> {
  let after: Key | undefined;
  for (;;) {
    const page = await read({ after, limit: pageSize });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (page.length < pageSize || last === undefined) return;
    after = keyOf(last);
  }
}
