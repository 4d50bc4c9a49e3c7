import { expectEqual, expectSameRows, rejectionOf } from '../expect.js';
import {
  after,
  confidenceOf,
  execution,
  executionsOfEveryKind,
  failingAt,
  farAhead,
  idsOf,
  increment,
  pair,
  readExecutions,
  recordEach,
} from './samples.js';
import type { StoreCase } from './store-case.js';

/** Each another number, so that none passes for another. */
const counts = {
  observedCount: 9,
  successCount: 5,
  failureCount: 4,
  dataFlowCount: 3,
  declaredCount: 2,
  sequenceCount: 1,
};
const countsOfTwo = {
  observedCount: 18,
  successCount: 10,
  failureCount: 8,
  dataFlowCount: 6,
  declaredCount: 4,
  sequenceCount: 2,
};
const most = 2 ** 31 - 1;
const largestCounts = {
  observedCount: most,
  successCount: most - 5,
  failureCount: 5,
  dataFlowCount: most - 1,
  declaredCount: most - 2,
  sequenceCount: most - 3,
};

export const retirementCases: readonly StoreCase[] = [
  {
    name: 'retirement: the oldest come first, equally old ones by id',
    promise: 'the oldest first (equally old ones by id), `limit` at most',
    needs: 'retirement',
    async check({ open }) {
      const store = await open();
      const ages = { young: 10, b: 2, a: 2, oldest: 1, limit: 5 };
      await recordEach(store, execution('far ahead', { executedAt: farAhead }));
      await recordEach(
        store,
        ...Object.entries(ages).map(([name, age]) => execution(name, { executedAt: after(age) })),
      );
      const oldest = async (before: number, limit: number) =>
        (await store.retirement?.oldest({ before: after(before), limit }))?.map((each) => each.id);
      expectEqual(await oldest(5, 10), ['oldest', 'a', 'b']);
      expectEqual(await oldest(6, 2), ['oldest', 'a']);
      expectEqual(await oldest(1, 10), []);
      expectEqual(await store.retirement?.oldest({ before: after(2), limit: 9 }), [
        execution('oldest', { executedAt: after(1) }),
      ]);
    },
  },
  {
    name: 'retirement: everything that an execution can say comes back with the oldest',
    promise: 'Values go in and come out equal',
    needs: 'retirement',
    async check({ open }) {
      const store = await open();
      await recordEach(store, ...executionsOfEveryKind());
      const before = new Date(farAhead.getTime() + 1);
      expectSameRows((await store.retirement?.oldest({ before, limit: 10 })) ?? [], executionsOfEveryKind());
    },
  },
  {
    name: 'retirement: sums have every count of what retired and of what was inserted, the largest too',
    promise: 'adds the increments of those that it deleted to the sums',
    needs: 'retirement',
    async check({ open }) {
      const store = await open();
      await recordEach(store, execution('one'), execution('two'));
      const increments = [increment('a', 'b', counts)];
      const retired = ['one', 'two'].map((each) => ({ id: each, increments }));
      await store.retirement?.retire(retired, confidenceOf);
      await store.retirement?.insert([increment('b', 'c', largestCounts)]);
      expectEqual(await store.retirement?.read({ limit: 10 }), [
        increment('a', 'b', countsOfTwo),
        increment('b', 'c', largestCounts),
      ]);
    },
  },
  {
    name: 'retirement: what is handed over or handed out can be changed without changing the store',
    promise: 'changing them changes nothing stored',
    needs: 'retirement',
    async check({ open }) {
      const store = await open();
      await recordEach(store, execution('stays', { executedAt: after(1) }), execution('goes'));
      const mine = [increment('a', 'b', { observedAt: after(0) }), increment('b', 'c', { observedAt: after(0) })];
      await store.retirement?.retire([{ id: 'goes', increments: mine.slice(0, 1) }], confidenceOf);
      await store.retirement?.insert(mine.slice(1));
      const oldest = () => store.retirement?.oldest({ before: after(9), limit: 1 });
      const sums = () => store.retirement?.read({ limit: 10 });
      for (const { observedAt } of [...mine, ...((await sums()) ?? [])]) observedAt.setTime(0);
      for (const { executedAt } of (await oldest()) ?? []) executedAt.setTime(0);
      expectEqual(await oldest(), [execution('stays', { executedAt: after(1) })]);
      expectEqual(await sums(), [increment('a', 'b'), increment('b', 'c')]);
    },
  },
  {
    name: 'retirement: executions go, edges keep their counters, and sums say what went',
    promise: 'Deletes executions, adds the increments of those that it deleted to the sums',
    needs: 'retirement',
    async check({ open }) {
      const store = await open();
      const increments = (time: number) => [increment('a', 'b', { observedAt: after(9 - time) }), increment('b', 'c')];
      for (const [index, name] of ['one', 'two', 'three'].entries()) {
        await store.executions.record(execution(name), increments(index), confidenceOf);
      }
      const retired = ['one', 'two', 'unknown', 'one'].map((each, index) => ({
        id: each,
        increments: increments(index),
      }));
      expectEqual(await store.retirement?.retire(retired, () => 0.25), 2, 'retirement.retire');
      expectEqual(await store.retirement?.retire(retired, () => 0.125), 0, 'retirement.retire');
      expectEqual(idsOf(await readExecutions(store)), ['three']);
      const edges = await store.edges.read({ limit: 10 });
      expectEqual(
        edges.map(({ observedCount, confidence }) => [observedCount, confidence]),
        [
          [3, 0.25],
          [3, 0.25],
        ],
      );
      const two = { observedCount: 2, successCount: 2, declaredCount: 2 };
      expectEqual(await store.retirement?.read({ limit: 10 }), [
        increment('a', 'b', { ...two, observedAt: after(9) }),
        increment('b', 'c', two),
      ]);
    },
  },
  {
    name: 'retirement: what retires brings back no edge',
    promise: 'An edge that does not exist is not created',
    needs: 'retirement',
    async check({ open }) {
      const store = await open();
      await recordEach(store, execution('one'));
      expectEqual(await store.retirement?.retire([{ id: 'one', increments: [increment('a', 'b')] }], confidenceOf), 1);
      expectEqual(await store.edges.read({ limit: 10 }), [], 'edges');
      expectEqual(await store.retirement?.read({ limit: 10 }), [increment('a', 'b')], 'sums');
    },
  },
  {
    name: 'retirement: a call whose confidence fails has written nothing',
    promise: 'rates the edges of these increments anew, all in one transaction',
    needs: 'retirement',
    async check({ open }) {
      const store = await open();
      const retired = [
        { id: 'one', increments: [increment('a', 'b')] },
        { id: 'two', increments: [increment('b', 'c'), increment('a', 'z')] },
      ];
      for (const { id, increments } of retired) await store.executions.record(execution(id), increments, confidenceOf);
      const edges = await store.edges.read({ limit: 10 });
      await rejectionOf(async () => store.retirement?.retire(retired, failingAt('z')));
      expectSameRows(await readExecutions(store), [execution('one'), execution('two')]);
      expectEqual(await store.edges.read({ limit: 10 }), edges);
      expectEqual(await store.retirement?.read({ limit: 10 }), []);
    },
  },
  {
    name: 'retirement: sums are read in pages, and removed by their pairs alone',
    promise: 'Deletes sums, in one transaction; pairs without one are ignored. Edges stay as they are',
    needs: 'retirement',
    async check({ open }) {
      const store = await open();
      const increments = [increment('a', 'b'), increment('a', 'c'), increment('b', 'c')];
      await store.executions.record(execution('one'), increments, confidenceOf);
      await store.retirement?.retire([{ id: 'one', increments }], confidenceOf);
      const edges = await store.edges.read({ limit: 10 });
      const first = await store.retirement?.read({ limit: 2 });
      const second = await store.retirement?.read({ after: pair('a', 'c'), limit: 2 });
      expectEqual([...(first ?? []), ...(second ?? [])], increments);
      expectEqual(
        await store.retirement?.remove([pair('a', 'c'), pair('c', 'a'), pair('a', 'c')]),
        1,
        'retirement.remove',
      );
      expectEqual(await store.retirement?.read({ limit: 10 }), [increments[0], increments[2]]);
      expectEqual(await store.edges.read({ limit: 10 }), edges);
      await store.edges.replaceObserved([], confidenceOf);
      expectEqual((await store.retirement?.read({ limit: 10 }))?.length, 2, 'a projection keeps the sums');
    },
  },
  {
    name: 'retirement: sums are inserted where there are none, and edges stay as they are',
    promise: 'Inserts sums of edges that have none, in one transaction; others stay',
    needs: 'retirement',
    async check({ open }) {
      const { retirement, edges } = await open();
      const sum = (to: string, observedCount: number) =>
        increment('a', to, { observedCount, successCount: observedCount, observedAt: after(observedCount) });
      expectEqual(await retirement?.insert([sum('b', 1)]), 1, 'retirement.insert');
      expectEqual(await retirement?.insert([sum('c', 2), sum('b', 3), sum('c', 4)]), 1, 'retirement.insert');
      expectEqual(await retirement?.insert([]), 0, 'retirement.insert');
      expectEqual(await retirement?.read({ limit: 10 }), [sum('b', 1), sum('c', 2)]);
      expectEqual(await edges.read({ limit: 10 }), []);
    },
  },
];
