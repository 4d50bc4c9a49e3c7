import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { Engine } from '../engine.js';

/** Two groups of three tools, one edge between them, and a tool alone. */
const toolIds = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3', '__proto__'];
const pairs = [
  ['a1', 'a2'],
  ['a2', 'a3'],
  ['a1', 'a3'],
  ['b1', 'b2'],
  ['b2', 'b3'],
  ['b1', 'b3'],
  ['a3', 'b1'],
] as const;

function engineWithGroups(): Engine {
  const engine = createEngine({ seed: 7 });
  engine.upsertTools(toolIds.map((id) => ({ id, name: id })));
  engine.addDependencies(pairs.map(([from, to]) => ({ from, to, source: 'hint' })));
  return engine;
}

const confidence = createEngine().edgeConfidence({
  source: 'hint',
  observedCount: 0,
  successCount: 0,
  failureCount: 0,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
});

describe('metrics', () => {
  it('rank every tool, those highest to which most leads', () => {
    const { pageRank } = engineWithGroups().metrics();
    expect(pageRank.map(({ toolId }) => toolId).sort()).toEqual([...toolIds].sort());
    expect(pageRank[0]?.toolId).toBe('b3');
    expect(pageRank.reduce((sum, { rank }) => sum + rank, 0)).toBeCloseTo(1, 12);
  });

  it('weigh edges by what executions say of them', () => {
    const engine = createEngine();
    engine.upsertTools(['start', 'works', 'worst'].map((id) => ({ id, name: id })));
    const run = (to: string, success: boolean) => ({
      success,
      tasks: [
        { id: '1', toolId: 'start' },
        { id: '2', toolId: to, dependsOn: ['1'], success },
      ],
    });
    for (let day = 0; day < 5; day++) {
      engine.observe([
        { ...run('works', true), executedAt: day },
        { ...run('worst', false), executedAt: day },
      ]);
    }
    expect(engine.metrics().pageRank.map(({ toolId }) => toolId)).toEqual(['works', 'worst', 'start']);
  });

  it('put every tool into one community', () => {
    const { communities, modularity } = engineWithGroups().metrics().communityStructure;
    expect(communities).toEqual([['a1', 'a2', 'a3'], ['b1', 'b2', 'b3'], ['__proto__']]);
    // 6 of 7 edges within, and half of all ends in each group.
    expect(modularity).toBeCloseTo(6 / 7 - 1 / 2, 12);
  });

  it('are computed once, and anew after a change', () => {
    const engine = engineWithGroups();
    const before = engine.metrics();
    expect(engine.metrics().pageRank).toBe(before.pageRank);
    expect(engine.metrics().communityStructure).toBe(before.communityStructure);
    engine.removeTools(['b3']);
    expect(engine.metrics().pageRank).toHaveLength(6);
    expect(engine.metrics().communityStructure.communities).toContainEqual(['b1', 'b2']);
    expect(before.pageRank).toHaveLength(7);
  });

  it('can be written as JSON, and cannot be changed', () => {
    const metrics = engineWithGroups().metrics();
    expect(JSON.parse(JSON.stringify(metrics)).pageRank).toHaveLength(7);
    expect(() => (metrics.pageRank as unknown[]).pop()).toThrow(TypeError);
    expect(() => (metrics.communityStructure.communities[0] as unknown[]).pop()).toThrow(TypeError);
  });

  it('of an empty engine are empty', () => {
    expect(createEngine().metrics()).toMatchObject({
      pageRank: [],
      communityStructure: { communities: [], modularity: 0 },
    });
  });
});

describe('shortestPath', () => {
  it('adds up 1 / confidence over the edges', () => {
    expect(engineWithGroups().shortestPath('a1', 'b1')).toEqual({ toolIds: ['a1', 'a3', 'b1'], cost: 2 / confidence });
    expect(engineWithGroups().shortestPath('a1', 'a1')).toEqual({ toolIds: ['a1'], cost: 0 });
  });

  it('takes a longer way that is believed more', () => {
    const engine = engineWithGroups();
    engine.addDependencies([{ from: 'a1', to: 'b1', source: 'schema' }]);
    expect(engine.shortestPath('a1', 'b1')?.toolIds).toEqual(['a1', 'b1']);
    for (let day = 0; day < 20; day++) {
      const tasks = [
        { id: '1', toolId: 'a1' },
        { id: '2', toolId: 'b1', dependsOn: ['1'], success: false },
      ];
      engine.observe({ success: false, executedAt: day, tasks });
    }
    expect(engine.shortestPath('a1', 'b1')?.toolIds).toEqual(['a1', 'a3', 'b1']);
  });

  it('ends after three edges, against the direction, and at tools that are not there', () => {
    const engine = createEngine();
    engine.upsertTools(['1', '2', '3', '4', '5'].map((id) => ({ id, name: id })));
    engine.addDependencies(['1', '2', '3', '4'].map((from) => ({ from, to: `${Number(from) + 1}`, source: 'user' })));
    expect(engine.shortestPath('1', '4')?.toolIds).toEqual(['1', '2', '3', '4']);
    expect(engine.shortestPath('1', '5')).toBeUndefined();
    expect(engine.shortestPath('2', '1')).toBeUndefined();
    expect(engine.shortestPath('unknown', 'unknown')).toBeUndefined();
    engine.removeTools(['3']);
    expect(engine.shortestPath('1', '4')).toBeUndefined();
  });
});

describe('relatedTools', () => {
  it('ranks tools by the neighbours that they share, whichever way the edges lead', () => {
    const related = engineWithGroups().relatedTools('a1', { weighted: false });
    // a1 shares a3 (degree 3) with a2 and b1, and a2 (degree 2) with a3.
    expect(related).toEqual([
      { toolId: 'a3', score: 1 / Math.log(2) },
      { toolId: 'a2', score: 1 / Math.log(3) },
      { toolId: 'b1', score: 1 / Math.log(3) },
    ]);
  });

  it('counts a shared neighbour by the confidence of both edges, unless told otherwise', () => {
    const [first] = engineWithGroups().relatedTools('a1', { limit: 1 });
    expect(first?.toolId).toBe('a3');
    expect(first?.score).toBeCloseTo(confidence ** 2 / Math.log(2), 12);
  });

  it('gives nothing for tools that are alone or not there', () => {
    const engine = engineWithGroups();
    expect(engine.relatedTools('__proto__')).toEqual([]);
    expect(engine.relatedTools('unknown')).toEqual([]);
    expect(engine.relatedTools('a1', { limit: 0 })).toEqual([]);
  });
});

it.each([
  ['a seed that is no whole number', () => createEngine({ seed: 0.5 })],
  ['a path from nothing', () => createEngine().shortestPath('', 'a')],
  ['a path to no text', () => createEngine().shortestPath('a', 1 as never)],
  ['tools related to no text', () => createEngine().relatedTools(null as never)],
  ['a limit below 0', () => createEngine().relatedTools('a', { limit: -1 })],
  ['weighting that is no truth value', () => createEngine().relatedTools('a', { weighted: 1 as never })],
])('%s is refused', (_name, call) => {
  expect(call).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});
