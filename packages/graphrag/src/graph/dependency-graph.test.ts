import { describe, expect, it } from 'vitest';
import type { ObservedExecution } from '../execution.js';
import { betaQuantile } from './beta-quantile.js';
import { createDependencyGraph } from './dependency-graph.js';

const execution = (id: string, executedAt: number, success = true): ObservedExecution => ({
  id,
  success,
  executedAt,
  tasks: [
    { toolId: '__proto__', success: true },
    { toolId: 'b', success },
  ],
  links: [{ from: 0, to: 1, dataFlow: true, declared: false, sequence: true }],
});

describe('the dependency graph', () => {
  it('counts what was observed beside what was declared', () => {
    const graph = createDependencyGraph(() => true);
    graph.observe(execution('1', 7));
    graph.observe(execution('2', 5, false));
    const learned = {
      from: '__proto__',
      to: 'b',
      source: 'learned',
      // By its executions of one day and no intent: two repetitions count as 1.6.
      effective: { successes: expect.closeTo(0.8, 8), failures: expect.closeTo(0.8, 8) },
      confidence: expect.closeTo(betaQuantile(1 / 3, 1.8, 1.8), 8),
      observedCount: 2,
      successCount: 1,
      failureCount: 1,
      dataFlowCount: 2,
      declaredCount: 0,
      sequenceCount: 2,
      lastObserved: 7,
      successWeight: 1,
    };
    expect(graph.edge('__proto__', 'b')).toMatchObject(learned);
    graph.declare({ from: '__proto__', to: 'b', source: 'user' });
    expect(graph.edge('__proto__', 'b')).toMatchObject({ ...learned, source: 'user', confidence: 0.95 });
    graph.withdraw({ from: '__proto__', to: 'b' });
    graph.withdraw({ from: 'b', to: '__proto__' });
    expect(graph.edge('__proto__', 'b')).toMatchObject(learned);
    expect([graph.runs('__proto__'), graph.runs('b'), graph.runs('c')]).toEqual([2, 2, 0]);
  });

  it('gives what was observed before a contract changed less weight, and all of it after a new observation', () => {
    const definedAt = new Map<string, number>();
    const graph = createDependencyGraph(
      () => true,
      (toolId) => definedAt.get(toolId) ?? 0,
    );
    for (const id of ['1', '2', '3', '4']) graph.observe(execution(id, 7));
    const edge = () => graph.edge('__proto__', 'b');
    const posterior = (successes: number) => expect.closeTo((1 / 3) ** (1 / (1 + successes)), 8);
    expect(edge()).toMatchObject({ confidence: posterior(16 / 7), successWeight: 4 });
    definedAt.set('b', 8);
    expect(edge()).toMatchObject({ confidence: posterior(4 / 7), successWeight: 1, successCount: 4 });
    graph.observe(execution('5', 8));
    expect(edge()).toMatchObject({ confidence: posterior(20 / 8), successWeight: 5 });
    graph.declare({ from: '__proto__', to: 'b', source: 'user' });
    definedAt.set('__proto__', 9);
    expect(edge()).toMatchObject({ confidence: 0.95 });
  });

  it('foresees what an execution makes its edges count for, at the cost of one look at it', () => {
    const ids = Array.from({ length: 20 }, (_, index) => `t${index}`);
    const links = ids.flatMap((_, to) =>
      ids.slice(0, to).map((_, from) => ({ from, to, dataFlow: false, declared: true, sequence: false })),
    );
    const tasks = ids.map((toolId) => ({ toolId, success: true }));
    let looks = 0;
    const upcoming: ObservedExecution = {
      ...{ id: 'all after all', success: true, executedAt: 7, tasks },
      get links() {
        looks++;
        return links;
      },
    };
    const graph = createDependencyGraph(() => true);
    const foreseen = graph.effectiveCounts(upcoming);
    const pairs = links.map(({ from, to }) => ({ from: ids[from]!, to: ids[to]! }));
    const counts = pairs.map((pair) => foreseen(pair));
    expect(looks).toBe(1);
    expect(foreseen({ from: 't1', to: 't0' })).toBeUndefined();
    graph.observe(upcoming);
    expect(counts).toEqual(pairs.map((pair) => graph.effectiveCounts()(pair)));
  });

  it('shows edges between tools of the catalogue only, and shows them again when the tools return', () => {
    const catalogue = new Set(['a', 'b', 'c']);
    const graph = createDependencyGraph((toolId) => catalogue.has(toolId));
    for (const from of ['c', 'a', 'gone']) graph.declare({ from, to: 'b', source: 'hint' });
    graph.declare({ from: 'b', to: 'gone', source: 'schema' });
    const before = () => graph.predecessors('b').map(({ from }) => from);
    expect([before(), graph.successors('b'), graph.edgeCount()]).toEqual([['a', 'c'], [], 2]);
    expect([graph.edge('gone', 'b'), graph.predecessors('gone'), graph.successors('gone')]).toEqual([
      undefined,
      [],
      [],
    ]);
    catalogue.add('gone');
    expect([before(), graph.edgeCount()]).toEqual([['a', 'c', 'gone'], 4]);
    expect(graph.successors('b')).toMatchObject([{ to: 'gone', source: 'schema', confidence: expect.closeTo(0.6, 4) }]);
    expect(graph.declarations().map(({ from, to }) => from + to)).toEqual(['ab', 'bgone', 'cb', 'goneb']);
  });
});
