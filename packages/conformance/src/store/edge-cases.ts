import assert from 'node:assert/strict';
import type { DependencyCounters, DependencyRecord, Store, ToolId } from '@agentcards/core';
import { expectEqual, expectSameRows, rejectionOf } from '../expect.js';
import { after, at, confidenceOf, edgeOf, execution, failingAt, id, increment, pair, readPaged } from './samples.js';
import type { StoreCase } from './store-case.js';

const none = {
  observedCount: 0,
  successCount: 0,
  failureCount: 0,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
};
const readEdges = (store: Store, limit?: number) => readPaged(store.edges, ({ from, to }) => ({ from, to }), limit);
const find = async (store: Store, from: string, to: string) => edgeOf(await readEdges(store), pair(from, to));

export const edgeCases: readonly StoreCase[] = [
  {
    name: 'edges: a declaration keeps the counters, and rates the edge anew',
    promise: '`confidenceOf` gives the confidence of the resulting row',
    async check({ open }) {
      const store = await open();
      await store.edges.declare([{ ...pair('a', 'b'), source: 'hint' }], confidenceOf);
      const failed = increment('a', 'b', { successCount: 0, failureCount: 1, dataFlowCount: 1, sequenceCount: 1 });
      await store.executions.record(execution('x'), [failed], confidenceOf);
      await store.edges.declare([{ ...pair('a', 'b'), source: 'user' }], confidenceOf);
      const { observedAt, ...counted } = failed;
      const expected: DependencyRecord = { ...counted, source: 'user', confidence: 1 / 4, lastObserved: observedAt };
      expectEqual(await readEdges(store), [expected]);
      await store.edges.declare([{ ...pair('a', 'b'), source: 'user' }], () => 0.75);
      expectEqual(await readEdges(store), [{ ...expected, confidence: 0.75 }], 'an edge that is declared again');
      await store.executions.record(execution('y'), [increment('a', 'b')], confidenceOf);
      expectEqual((await find(store, 'a', 'b'))?.confidence, 2 / 7, 'confidence of a declared edge that is observed');
    },
  },
  {
    name: 'edges: of several declarations the strongest stands, in whatever order they come',
    promise:
      '(`user` over `hint` over `schema` over `learned`, also where one call names an edge twice); counters stay',
    async check({ open }) {
      const store = await open();
      const declare = (...sources: ('user' | 'hint' | 'schema')[]) =>
        store.edges.declare(
          sources.map((source) => ({ ...pair('a', 'b'), source })),
          confidenceOf,
        );
      const source = async () => (await find(store, 'a', 'b'))?.source;
      await declare('hint', 'schema');
      expectEqual(await source(), 'hint', 'source');
      await declare('schema');
      expectEqual(await source(), 'hint', 'source');
      await declare('schema', 'user', 'hint');
      await declare('hint');
      expectEqual(await source(), 'user', 'source');
      await store.executions.record(execution('x'), [increment('a', 'b')], confidenceOf);
      expectEqual(await source(), 'user', 'an observation keeps the source');
    },
  },
  {
    name: 'edges: a withdrawal leaves what was observed, deletes what was not, and counts declarations',
    promise: 'an edge that was also observed becomes `learned`, others are deleted',
    async check({ open }) {
      const store = await open();
      await store.edges.declare(
        [
          { ...pair('a', 'b'), source: 'user' },
          { ...pair('b', 'a'), source: 'schema' },
          { ...pair('a', 'c'), source: 'hint' },
        ],
        confidenceOf,
      );
      await store.executions.record(execution('x'), [increment('a', 'b'), increment('b', 'c')], confidenceOf);
      const pairs = [pair('a', 'b'), pair('b', 'a'), pair('b', 'c'), pair('x', 'y')];
      expectEqual(await store.edges.withdraw(pairs, confidenceOf), 2, 'edges.withdraw');
      expectEqual(await store.edges.withdraw(pairs, confidenceOf), 0, 'edges.withdraw');
      expectEqual(await store.edges.withdraw([], confidenceOf), 0, 'edges.withdraw');
      const { observedAt, ...counted } = increment('a', 'b');
      const learned = { ...counted, source: 'learned', confidence: 2 / 3, lastObserved: observedAt };
      expectSameRows(await readEdges(store), [
        learned,
        { ...learned, ...pair('b', 'c') },
        { ...pair('a', 'c'), ...none, source: 'hint', confidence: 1 / 2 },
      ]);
    },
  },
  {
    name: 'edges: a declaration that a call names twice is withdrawn once',
    promise: 'Returns how many declarations were withdrawn: of a pair that is named twice one',
    async check({ open }) {
      const { edges } = await open();
      const declared = ['b', 'c'].map((to) => ({ ...pair('a', to), source: 'user' as const }));
      await edges.declare(declared, confidenceOf);
      const pairs = [pair('a', 'b'), pair('a', 'b'), pair('a', 'c'), pair('a', 'b')];
      expectEqual(await edges.withdraw(pairs, confidenceOf), 2, 'edges.withdraw');
    },
  },
  {
    name: 'edges: a replacement keeps declarations, and no other counter',
    promise:
      'Replaces all counters by the given ones in one transaction: learned edges not named vanish, declared ones stay',
    async check({ open }) {
      const store = await open();
      await store.edges.declare([{ ...pair('a', 'b'), source: 'user' }], confidenceOf);
      await store.executions.record(execution('x'), [increment('a', 'b'), increment('b', 'c')], confidenceOf);
      const seven = {
        observedCount: 7,
        successCount: 5,
        failureCount: 2,
        dataFlowCount: 3,
        declaredCount: 0,
        sequenceCount: 4,
      };
      const twice = [increment('c', 'a', seven), increment('c', 'a', { observedAt: after(9) })];
      await store.edges.replaceObserved(twice, confidenceOf);
      expectSameRows(await readEdges(store), [
        { ...pair('a', 'b'), ...none, source: 'user', confidence: 1 },
        {
          ...pair('c', 'a'),
          observedCount: 8,
          successCount: 6,
          failureCount: 2,
          dataFlowCount: 3,
          declaredCount: 1,
          sequenceCount: 4,
          source: 'learned',
          confidence: 7 / 10,
          lastObserved: after(9),
        },
      ]);
    },
  },
  {
    name: 'edges: ids that are the same when they are joined are different edges',
    promise: 'One row for a pair',
    async check({ open }) {
      const store = await open();
      const a = id('a');
      const joined = ['', ' ', '|', '>', '->', ':', ',', '/', '#', '","'].flatMap((separator) => {
        const both = `${a}${separator}${a}` as ToolId;
        return [
          { from: a, to: both },
          { from: both, to: a },
        ];
      });
      const increments = joined.map((each) => ({ ...increment('a', 'a'), ...each }));
      await store.edges.declare(
        joined.map((each) => ({ ...each, source: 'hint' as const })),
        confidenceOf,
      );
      await store.executions.record(execution('x'), increments, confidenceOf);
      const counted = (rows: readonly DependencyCounters[]) => rows.map(({ observedCount }) => observedCount);
      expectEqual(counted(await readEdges(store)), counted(increments), 'observedCount of edges');
      if (store.retirement === undefined) return;
      await store.retirement.retire([{ id: 'x', increments }], confidenceOf);
      expectEqual(counted(await store.retirement.read({ limit: 100 })), counted(increments), 'observedCount of sums');
      expectEqual(await store.retirement.remove([joined[0]!]), 1, 'retirement.remove');
      expectEqual((await store.retirement.read({ limit: 100 })).length, joined.length - 1, 'sums');
    },
  },
  {
    name: 'edges: of one pair that comes twice in a call both are counted',
    promise: 'Of increments of one pair each counts',
    async check({ open }) {
      const store = await open();
      const twice = [increment('a', 'b', { observedAt: after(3) }), increment('b', 'c'), increment('a', 'b')];
      await store.executions.record(execution('x'), twice, confidenceOf);
      const two = { observedCount: 2, successCount: 2, declaredCount: 2 };
      const both = { ...pair('a', 'b'), ...none, ...two, source: 'learned', confidence: 3 / 4, lastObserved: after(3) };
      expectEqual(await find(store, 'a', 'b'), both);
      await store.edges.replaceObserved(twice, confidenceOf);
      expectEqual(await find(store, 'a', 'b'), both, 'the edge after a replacement');
    },
  },
  {
    name: 'edges: a replacement rates declared edges anew, whether they are named or not',
    promise: 'Each is rated anew',
    async check({ open }) {
      const store = await open();
      const declared = ['b', 'c'].map((to) => ({ ...pair('a', to), source: 'user' as const }));
      await store.edges.declare(declared, confidenceOf);
      await store.executions.record(execution('x'), [increment('a', 'b'), increment('a', 'c')], confidenceOf);
      await store.edges.replaceObserved([increment('a', 'c', { successCount: 0, failureCount: 1 })], confidenceOf);
      const confidences = (await readEdges(store)).map(({ to, confidence }) => [to, confidence]);
      expectEqual(confidences, [
        [id('b'), 1],
        [id('c'), 1 / 4],
      ]);
    },
  },
  {
    name: 'edges: a call whose confidence fails has written nothing',
    promise: 'A rejected write has changed nothing',
    async check({ open }) {
      const store = await open();
      await store.edges.declare([{ ...pair('a', 'b'), source: 'hint' }], confidenceOf);
      await store.executions.record(execution('x'), [increment('a', 'b'), increment('a', 'z')], confidenceOf);
      await store.edges.declare([{ ...pair('a', 'z'), source: 'hint' }], confidenceOf);
      const before = await readEdges(store);
      const calls = [
        () =>
          store.edges.declare(
            [
              { ...pair('c', 'a'), source: 'user' },
              { ...pair('c', 'z'), source: 'user' },
            ],
            failingAt('z'),
          ),
        () => store.edges.withdraw([pair('a', 'b'), pair('a', 'z')], failingAt('z')),
        () => store.edges.replaceObserved([increment('c', 'b'), increment('b', 'z')], failingAt('z')),
      ];
      for (const call of calls) {
        await rejectionOf(call);
        expectEqual(await readEdges(store), before);
      }
    },
  },
  {
    name: 'edges: counters and confidences come back at their limits',
    promise: 'All are whole numbers from 0 to 2³¹ − 1',
    async check({ open }) {
      const store = await open();
      const most = 2 ** 31 - 1;
      const large = {
        observedCount: most,
        successCount: most - 5,
        failureCount: 5,
        dataFlowCount: most,
        sequenceCount: most,
      };
      const confidences = [0, 1, 1 / 3, 1 - Number.EPSILON / 2, 1e-300];
      for (const [index, confidence] of confidences.entries()) {
        const edge = increment('a', `limit ${index}`, { ...large, declaredCount: most });
        await store.executions.record(execution(`limit ${index}`), [edge], () => confidence);
        const { observedAt, ...counted } = edge;
        const expected = { ...counted, source: 'learned', confidence, lastObserved: observedAt };
        expectEqual(await find(store, 'a', `limit ${index}`), expected);
      }
    },
  },
  {
    name: 'edges: parallel observations of one edge lose none',
    promise: 'Calls may overlap: the answers are those of some order in which one came after the other',
    async check({ open }) {
      const store = await open();
      await Promise.all(
        Array.from({ length: 32 }, (_, index) =>
          store.executions.record(
            execution(`parallel ${index}`),
            [increment('a', 'b', { observedAt: after(index) }), increment('b', `c ${index}`)],
            confidenceOf,
          ),
        ),
      );
      const edges = await readEdges(store);
      expectEqual(edges.length, 33, 'edges');
      const edge = edgeOf(edges, pair('a', 'b'));
      expectEqual(edge?.observedCount, 32, 'observedCount of the edge');
      expectEqual(edge?.confidence, 33 / 34, 'rated by what it has become');
      expectEqual(edge?.lastObserved, after(31));
    },
  },
  {
    name: 'edges: an older observation does not make the last one older',
    promise: 'when it was last observed',
    async check({ open }) {
      const store = await open();
      await store.executions.record(execution('new'), [increment('a', 'b', { observedAt: after(9) })], confidenceOf);
      await store.executions.record(execution('old'), [increment('a', 'b', { observedAt: at })], confidenceOf);
      const edge = await find(store, 'a', 'b');
      expectEqual(edge?.lastObserved, after(9));
      expectEqual(edge?.observedCount, 2, 'observedCount of the edge');
    },
  },
  {
    name: 'edges: pages join up to everything, once, in the order of one large page',
    promise: 'Paged by (from, to)',
    async check({ open }) {
      const store = await open();
      const names = ['a', 'a.', 'a/b', 'b', 'B'];
      const edges = names.flatMap((from) => names.filter((to) => to !== from).map((to) => ({ from, to })));
      await store.edges.declare(
        edges.map(({ from, to }) => ({ ...pair(from, to), source: 'hint' as const })),
        confidenceOf,
      );
      const all = await readEdges(store);
      expectEqual(all.length, edges.length, 'rows read');
      for (const limit of [1, 4, 7]) expectEqual(await readEdges(store, limit), all, `pages of ${limit}`);
      const froms = all.map(({ from }) => from);
      expectEqual(
        new Set(froms.filter((from, index) => from !== froms[index - 1])).size,
        names.length,
        'runs of edges with one `from`',
      );
      assert.ok(all.every(({ from }) => names.some((name) => id(name) === from)));
    },
  },
];
