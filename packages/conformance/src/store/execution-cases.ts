import assert from 'node:assert/strict';
import type { ExecutionRecord, Store } from '@agentcards/core';
import { expectEqual, expectSameRows, rejectionOf } from '../expect.js';
import {
  after,
  confidenceOf,
  edgeOf,
  execution,
  failingAt,
  farAhead,
  hostileText,
  id,
  increment,
  pair,
  readPaged,
} from './samples.js';
import type { StoreCase } from './store-case.js';

const readExecutions = (store: Store, limit?: number) => readPaged(store.executions, (each) => each.id, limit);
const record = (store: Store, ...executions: ExecutionRecord[]) =>
  Promise.all(executions.map((each) => store.executions.record(each, [], confidenceOf)));
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id).sort();

/** Everything that an execution can say. */
function whole(executionId: string): ExecutionRecord {
  const { tasks } = execution('');
  return execution(executionId, {
    executedAt: after(-1),
    intent: hostileText,
    success: false,
    durationMs: Number.MAX_SAFE_INTEGER,
    errorMessage: hostileText,
    suggestionId: 'suggestion',
    proposedTools: [id('b'), id('a'), id('b')],
    codeSnippet: 'await a()\u0000',
    codeHash: 'abc',
    tasks: tasks.map((task) => ({
      ...task,
      errorType: hostileText,
      dependsOn: ['t2', 't1', 't2'],
      argumentsDigest: 'digest',
      argumentValues: ['digest of "1"', '', 'digest of "1"'],
      outputValues: [],
      argumentPlaces: [{ value: 'digest of "1"', path: 'orders[].{}.id' }],
      outputPlaces: [{ value: 'digest', path: '' }],
    })),
  });
}

export const executionCases: readonly StoreCase[] = [
  {
    name: 'executions: everything that one can say comes back, its tasks in their order',
    promise: 'Values go in and come out equal',
    async check({ open }) {
      const store = await open();
      const bare = execution('bare', { durationMs: 0, tasks: [] });
      const empty = execution('empty', { intent: '', errorMessage: '', codeSnippet: '', proposedTools: [] });
      const distant = execution('distant', { executedAt: farAhead });
      await record(store, whole('whole'), bare, execution('plain'), empty, distant);
      expectSameRows(await readExecutions(store), [whole('whole'), bare, execution('plain'), empty, distant]);
    },
  },
  {
    name: 'executions: a thousand tasks come back',
    promise: 'In topological order',
    async check({ open }) {
      const store = await open();
      const tasks = Array.from({ length: 1_000 }, (_, index) => ({
        id: `t${(index * 7) % 1_000}`,
        toolId: id(`tool ${index}`),
        dependsOn: index === 0 ? [] : [`t${((index - 1) * 7) % 1_000}`],
        layer: index,
        success: true,
      }));
      await record(store, execution('long', { tasks }));
      expectEqual(await readExecutions(store), [execution('long', { tasks })]);
    },
  },
  {
    name: 'executions: an id is recorded once, with its edges, also when 32 callers race',
    promise: 'An id that is already stored changes nothing and answers `duplicate`, also when two calls race',
    async check({ open }) {
      const store = await open();
      const call = (text: string) =>
        store.executions.record(execution('raced', { intent: text }), [increment('a', 'b')], confidenceOf);
      const answers = await Promise.all(Array.from({ length: 32 }, (_, index) => call(`caller ${index}`)));
      expectEqual(answers.filter((answer) => answer === 'recorded').length, 1, 'answers `recorded`');
      expectEqual(answers.filter((answer) => answer === 'duplicate').length, 31, 'answers `duplicate`');
      const first = await readExecutions(store);
      expectEqual(first.length, 1, 'executions');
      expectEqual(await call('late'), 'duplicate', 'call');
      expectEqual(await readExecutions(store), first);
      const edge = edgeOf(await store.edges.read({ limit: 10 }), pair('a', 'b'));
      expectEqual(edge?.observedCount, 1, 'observedCount of the edge');
      expectEqual(edge?.confidence, 2 / 3, 'confidence of the edge');
    },
  },
  {
    name: 'executions: an execution and its edges are stored together or not at all',
    promise: 'Appends the execution and adds its increments to the edges, all in one transaction',
    async check({ open }) {
      const store = await open();
      await store.executions.record(execution('first'), [increment('a', 'b')], confidenceOf);
      const edges = await store.edges.read({ limit: 10 });
      const increments = [increment('a', 'b'), increment('b', 'c'), increment('c', 'z')];
      const results = await Promise.allSettled([
        store.executions.record(execution('fails'), increments, failingAt('z')),
        store.executions.record(execution('meanwhile'), [], confidenceOf),
      ]);
      expectEqual(
        results.map(({ status }) => status),
        ['rejected', 'fulfilled'],
      );
      expectEqual(idsOf(await readExecutions(store)), ['first', 'meanwhile']);
      expectEqual(await store.edges.read({ limit: 10 }), edges);
      expectEqual(
        await store.executions.record(execution('fails'), increments, confidenceOf),
        'recorded',
        'executions.record',
      );
    },
  },
  {
    name: 'executions: pages join up to everything, once, in the order of one large page',
    promise: 'Fewer than `limit` rows means that there are no more',
    async check({ open }) {
      const store = await open();
      const ids = ['b', 'a', 'B', 'a-b', 'a_b', '10', '9', 'é', 'z'.repeat(200)];
      await record(store, ...ids.map((each) => execution(each)));
      const all = await readExecutions(store);
      expectEqual(idsOf(all), [...ids].sort());
      for (const limit of [1, 2, 3, 9, 10]) expectEqual(await readExecutions(store, limit), all, `pages of ${limit}`);
    },
  },
  {
    name: 'executions: what is handed over or handed out can be changed without changing the store',
    promise: 'changing them changes nothing stored',
    async check({ open }) {
      const store = await open();
      const tasks = execution('mine').tasks.map((task) => ({ ...task, dependsOn: [...task.dependsOn] }));
      await record(store, { ...execution('mine'), tasks });
      tasks[0]!.dependsOn.push('changed');
      tasks.pop();
      const [out] = await readExecutions(store);
      out?.executedAt.setTime(0);
      (out?.tasks as unknown[] | undefined)?.pop();
      expectEqual(await readExecutions(store), [execution('mine')]);
    },
  },
  {
    name: 'executions: many are appended at once, each id once, and edges stay as they are',
    promise: 'Of an id that is stored already, or comes twice, the first stays. Returns how many were appended',
    needs: 'append',
    async check({ open }) {
      const store = await open();
      await store.executions.record(execution('known'), [increment('a', 'b')], confidenceOf);
      const edges = await store.edges.read({ limit: 10 });
      const many = Array.from({ length: 2_500 }, (_, index) => execution(`many ${index}`));
      const twice = execution('many 7', { intent: 'second' });
      const other = execution('known', { intent: 'other' });
      expectEqual(await store.executions.append?.([other, ...many, twice]), 2_500, 'executions.append');
      expectEqual(await store.executions.append?.([]), 0, 'executions.append');
      const all = await readExecutions(store);
      expectEqual(all.length, 2_501, 'rows read');
      assert.ok(all.every(({ intent }) => intent === undefined));
      expectEqual(await store.edges.read({ limit: 10 }), edges);
      expectEqual(
        await store.executions.record(execution('many 3'), [], confidenceOf),
        'duplicate',
        'executions.record',
      );
    },
  },
  {
    name: 'executions: an append that fails half-way has written nothing',
    promise: 'Appends executions in one transaction, and leaves edges as they are',
    needs: 'append',
    async check({ open }) {
      const store = await open();
      const broken: ExecutionRecord = {
        ...execution('broken'),
        get intent(): string {
          throw new Error('this record cannot be read');
        },
      };
      await rejectionOf(async () => store.executions.append?.([execution('first'), broken]));
      expectEqual(await readExecutions(store), []);
    },
  },
  {
    name: 'executions: a removal deletes what it names and nothing else, and counts what was there',
    promise: 'Deletes executions, in one transaction; ids that are unknown are ignored',
    needs: 'remove',
    async check({ open }) {
      const store = await open();
      await record(store, ...['a', 'b', 'c', "d'; --"].map((each) => execution(each)));
      expectEqual(await store.executions.remove?.(['c', 'unknown', "d'; --", 'c']), 2, 'executions.remove');
      expectEqual(await store.executions.remove?.(['c']), 0, 'executions.remove');
      expectEqual(await store.executions.remove?.([]), 0, 'executions.remove');
      expectSameRows(await readExecutions(store), [execution('a'), execution('b')]);
      expectEqual(await store.executions.record(execution('c'), [], confidenceOf), 'recorded', 'its id is free again');
    },
  },
  {
    name: 'executions: a removal leaves the edges as they are, and takes more ids than a statement',
    promise: 'Edges stay as they are: the caller projects them anew',
    needs: 'remove',
    async check({ open }) {
      const store = await open();
      await store.executions.record(execution('many 2400'), [increment('a', 'b')], confidenceOf);
      const edges = await store.edges.read({ limit: 10 });
      const ids = Array.from({ length: 2_500 }, (_, index) => `many ${index}`);
      expectEqual(await store.executions.remove?.(ids), 1, 'executions.remove');
      expectEqual(edges.length, 1, 'edges');
      expectEqual(await store.edges.read({ limit: 10 }), edges);
    },
  },
  {
    name: 'retirement: the oldest come first, equally old ones by id',
    promise: 'the oldest first (equally old ones by id), `limit` at most',
    needs: 'retirement',
    async check({ open }) {
      const store = await open();
      const ages = { young: 10, b: 2, a: 2, oldest: 1, limit: 5 };
      await record(store, execution('far ahead', { executedAt: farAhead }));
      await record(store, ...Object.entries(ages).map(([name, age]) => execution(name, { executedAt: after(age) })));
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
      await record(store, execution('one'));
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
      const increments = [increment('a', 'b'), increment('a', 'z')];
      await store.executions.record(execution('one'), increments, confidenceOf);
      const edges = await store.edges.read({ limit: 10 });
      await rejectionOf(async () => store.retirement?.retire([{ id: 'one', increments }], failingAt('z')));
      expectEqual(await readExecutions(store), [execution('one')]);
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
