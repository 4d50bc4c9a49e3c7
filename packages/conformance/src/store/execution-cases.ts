import assert from 'node:assert/strict';
import type { ExecutionRecord } from '@agentcards/core';
import { expectEqual, expectSameRows, rejectionOf } from '../expect.js';
import {
  after,
  confidenceOf,
  edgeOf,
  execution,
  executionsOfEveryKind,
  failingAt,
  id,
  idsOf,
  increment,
  pair,
  readExecutions,
  recordEach,
} from './samples.js';
import type { StoreCase } from './store-case.js';

export const executionCases: readonly StoreCase[] = [
  {
    name: 'executions: everything that one can say comes back, its tasks in their order',
    promise: 'Values go in and come out equal',
    async check({ open }) {
      const store = await open();
      await recordEach(store, ...executionsOfEveryKind());
      expectSameRows(await readExecutions(store), executionsOfEveryKind());
    },
  },
  {
    name: 'executions: everything that one can say comes back where they are appended, too',
    promise: 'Values go in and come out equal',
    needs: 'append',
    async check({ open }) {
      const store = await open();
      await store.executions.append?.(executionsOfEveryKind());
      expectSameRows(await readExecutions(store), executionsOfEveryKind());
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
      await recordEach(store, execution('long', { tasks }));
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
      await recordEach(store, ...ids.map((each) => execution(each)));
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
      await recordEach(store, { ...execution('mine'), tasks });
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
    name: 'executions: what was appended can be changed without changing the store',
    promise: 'changing what was handed over to a call that is answered',
    needs: 'append',
    async check({ open }) {
      const store = await open();
      const tasks = [...execution('mine').tasks];
      const mine = execution('mine', { executedAt: after(0), tasks });
      await store.executions.append?.([mine]);
      mine.executedAt.setTime(0);
      tasks.pop();
      expectEqual(await readExecutions(store), [execution('mine')]);
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
      await recordEach(store, ...['a', 'b', 'c', "d'; --"].map((each) => execution(each)));
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
];
