import type { DependencyPair, PageRequest, Store, ToolId } from '@agentcards/core';
import { expectEqual } from '../expect.js';
import { at, confidenceOf, execution, increment, pair, readPaged, suggestion, tool, vectorOf } from './samples.js';
import type { StoreCase } from './store-case.js';

/** A collection that is read in pages, of whatever rows. */
interface Paged {
  /** The keys in their order, read in pages of this size. */
  readonly keys: (limit: number) => Promise<unknown[]>;
  /** The keys of the page after the row at this place, which is deleted before it is read; undefined where none can be. */
  readonly afterDeleted: ((place: number, limit: number) => Promise<unknown[]>) | undefined;
}

function paged<Row, Key>(
  port: { read(page: PageRequest<Key>): Promise<Row[]> },
  keyOf: (row: Row) => Key,
  remove: ((key: Key) => Promise<unknown>) | undefined,
): Paged {
  return {
    keys: async (limit) => (await readPaged(port, keyOf, limit)).map(keyOf),
    afterDeleted:
      remove &&
      (async (place, limit) => {
        const after = keyOf((await port.read({ limit: 1_000 }))[place]!);
        await remove(after);
        return (await port.read({ after, limit })).map(keyOf);
      }),
  };
}

/** Rows of these names in every port that is read in pages. */
async function fill(store: Store, names: readonly string[]): Promise<Readonly<Record<string, Paged>>> {
  const { tools, embeddings, edges, executions, retirement, suggestions } = store;
  await tools.apply({ upsert: names.map((name) => tool(name)), remove: [], at });
  await embeddings.put(names.map((name) => vectorOf(name, [1, 2, 3])));
  await embeddings.stage(names.map((name) => vectorOf(name, [1, 2])));
  const pairs = [...names.map((name) => pair('from', name)), ...names.map((name) => pair(name, 'to'))];
  await edges.declare(
    pairs.map((each) => ({ ...each, source: 'user' as const })),
    confidenceOf,
  );
  for (const name of names) await executions.record(execution(name), [], confidenceOf);
  await retirement?.insert(pairs.map((each) => ({ ...increment('a', 'a'), ...each })));
  await suggestions?.put(
    names.map((name) => suggestion(name)),
    { atMost: 1_000, notBefore: at },
  );

  const pairOf = ({ from, to }: DependencyPair): DependencyPair => ({ from, to });
  const purge =
    tools.purge &&
    (async (toolId: ToolId) => {
      await tools.apply({ upsert: [], remove: [toolId], at });
      await tools.purge?.([toolId]);
    });
  return {
    tools: paged(tools, ({ toolId }) => toolId, purge),
    vectors: paged(embeddings, ({ toolId }) => toolId, purge),
    'staged vectors': paged({ read: (page) => embeddings.readStaged(page) }, ({ toolId }) => toolId, purge),
    edges: paged(edges, pairOf, (each) => edges.withdraw([each], confidenceOf)),
    executions: paged(executions, (each) => each.id, executions.remove && ((each) => executions.remove!([each]))),
    ...(retirement && { sums: paged(retirement, pairOf, (each) => retirement.remove([each])) }),
    ...(suggestions && {
      suggestions: paged(
        suggestions,
        (each) => each.id,
        (each) => suggestions.remove([each]),
      ),
    }),
  };
}

export const pagingCases: readonly StoreCase[] = [
  {
    name: 'pages: keys that look alike are rows of their own, also where a page ends between them',
    promise: 'no other row is missed or comes twice',
    async check({ open }) {
      const names = ['é', 'e\u0301', 'e', 'É', 'ß', 'ss', 'SS', 'ﬁ', 'fi', 'a b', 'a-b', 'ab', '１', '1'];
      for (const [port, rows] of Object.entries(await fill(await open(), names))) {
        const all = await rows.keys(1_000);
        expectEqual(
          all.length,
          port === 'edges' || port === 'sums' ? 2 * names.length : names.length,
          `rows of ${port}`,
        );
        for (const limit of [1, 2, 3]) expectEqual(await rows.keys(limit), all, `${port} in pages of ${limit}`);
      }
    },
  },
  {
    name: 'pages: after a row that is gone comes the next one',
    promise: '`after` need not be the key of a row, which may be gone by then',
    async check({ open }) {
      for (const port of Object.keys(await fill(await open(), []))) {
        // Each port in a store of its own: with a tool its vectors go.
        const rows = (await fill(await open(), ['a', 'b', 'c', 'd', 'e']))[port]!;
        if (rows.afterDeleted === undefined) continue;
        const keys = await rows.keys(1_000);
        expectEqual(await rows.afterDeleted(1, 2), keys.slice(2, 4), `${port} after a row that is gone`);
        const last = keys.length - 2;
        expectEqual(await rows.afterDeleted(last, 2), [], `${port} after the last row, which is gone`);
      }
    },
  },
  {
    name: 'pages: what is aborted while it waits is not read any more',
    promise: 'One that is aborted before the page is read rejects the read with `ABORTED`',
    async check({ open }) {
      const store = await open();
      const controller = new AbortController();
      const write = store.executions.record(execution('first'), [increment('a', 'b')], (edge) => {
        controller.abort();
        return confidenceOf(edge);
      });
      const page = { limit: 10, signal: controller.signal };
      // Whoever sees what was written after the abort has read after it.
      const sees = await Promise.all(
        [store.edges.read(page), store.executions.read(page)].map((read) =>
          read.then(
            (rows) => rows.length,
            (error: { readonly code?: unknown }) => error.code,
          ),
        ),
      );
      await write;
      for (const seen of sees) if (seen !== 0) expectEqual(seen, 'ABORTED', 'a read that was aborted before');
    },
  },
];
