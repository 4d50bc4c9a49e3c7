import { describe, expect, it } from 'vitest';
import { createEngine } from './create-engine.js';
import { EngineError } from './errors.js';
import { valuesAt } from './graph/values-at.js';

const task = { toolId: 'shop:find' };
const execution = { success: true, tasks: [task] };

function known() {
  const engine = createEngine({ seed: 1 });
  engine.upsertTools([
    { id: 'shop:find', name: 'find_order', description: 'Find an order', embedding: [1, 0] },
    { id: 'shop:refund', name: 'refund_order', description: 'Refund an order', embedding: [0, 1] },
  ]);
  engine.addDependencies([{ from: 'shop:find', to: 'shop:refund', source: 'user' }]);
  engine.observe(execution);
  return engine;
}

describe('bad input', () => {
  const tool = { id: 'new', name: 'new' };
  const ring: Record<string, unknown> = {};
  ring.self = ring;
  const counts = {
    ...{ source: 'learned' as const, observedCount: 0, successCount: 0, failureCount: 0 },
    ...{ dataFlowCount: 0, declaredCount: 0, sequenceCount: 0 },
  };
  const search = (query: object) => (engine: ReturnType<typeof known>) => engine.search(query as { text: string });

  it.each<[string, (engine: ReturnType<typeof known>) => unknown]>([
    ['tools that are no list', (engine) => engine.upsertTools('tools' as never)],
    ['a tool that is no object', (engine) => engine.upsertTools([tool, null as never])],
    ['a tool without an id', (engine) => engine.upsertTools([tool, { name: 'x' } as never])],
    ['an empty id', (engine) => engine.upsertTools([tool, { id: '', name: 'x' }])],
    ['a description that is no text', (engine) => engine.upsertTools([tool, { ...tool, description: 7 } as never])],
    ['a schema that contains itself', (engine) => engine.upsertTools([tool, { ...tool, inputSchema: ring }])],
    ['a schema that is a text', (engine) => engine.upsertTools([tool, { ...tool, inputSchema: '{}' as never }])],
    ['a vector with NaN', (engine) => engine.upsertTools([tool, { ...tool, embedding: [NaN, 1] }])],
    ['a vector beyond float32', (engine) => engine.upsertTools([tool, { ...tool, embedding: [1e39, 1] }])],
    ['a vector of another length', (engine) => engine.upsertTools([tool, { ...tool, embedding: [1, 2, 3] }])],
    ['an empty vector', (engine) => engine.upsertTools([tool, { ...tool, embedding: [] }])],
    ['a vector of texts', (engine) => engine.upsertTools([tool, { ...tool, embedding: ['1', '2'] as never }])],
    ['ids that are no list', (engine) => engine.removeTools('shop:find' as never)],
    ['an id that is a number', (engine) => engine.removeTools(['shop:find', 7 as never])],
    ['an unknown source', (engine) => engine.addDependencies([{ from: 'a', to: 'b', source: 'learned' as never }])],
    ['a tool that needs itself', (engine) => engine.addDependencies([{ from: 'a', to: 'a', source: 'user' }])],
    ['a pair without an end', (engine) => engine.removeDependencies([{ from: 'shop:find' } as never])],
    ['an execution without an outcome', (engine) => engine.observe([execution, { tasks: [] } as never])],
    ['tasks that are no list', (engine) => engine.observe({ success: true, tasks: 'x' as never })],
    ['a task without a tool', (engine) => engine.observe([execution, { success: true, tasks: [{} as never] }])],
    ['a time that is none', (engine) => engine.observe({ ...execution, executedAt: new Date('never') })],
    ['a cycle', (engine) => engine.observe([execution, { success: true, tasks: [{ ...task, dependsOn: ['t1'] }] }])],
    [
      'values that are no texts',
      (engine) => engine.observe({ success: true, tasks: [{ ...task, outputValues: [1 as never] }] }),
    ],
    ['a query without a text', search({})],
    ['a negative topK', search({ text: 'x', topK: -1 })],
    ['a topK of nothing', search({ text: 'x', topK: 0 })],
    ['a topK of no prediction', (engine) => engine.predictNext({ executed: [], topK: 0 })],
    ['a plan of no task', (engine) => engine.suggest({ intent: 'x', maxTasks: 0 })],
    ['half a topK', search({ text: 'x', topK: 1.5 })],
    ['a minScore that is no number', search({ text: 'x', minScore: NaN })],
    ['a minScore above every score', search({ text: 'x', minScore: 7 })],
    ['a text to embed that is none', (engine) => engine.textToEmbed(5 as never)],
    ['a filter of a text to embed that is none', (engine) => engine.textToEmbed('x', 5 as never)],
    ['no evidence', (engine) => engine.edgeConfidence(null as never)],
    ['evidence of no source', (engine) => engine.edgeConfidence({ ...counts, source: 'toString' as never })],
    ['successes that are no number', (engine) => engine.edgeConfidence({ ...counts, successCount: NaN })],
    ['failures below 0', (engine) => engine.edgeConfidence({ ...counts, failureCount: -4 })],
    [
      'effective successes below 0',
      (engine) => engine.edgeConfidence({ ...counts, effective: { successes: -1, failures: 0 } }),
    ],
    ['a last observation at no time', (engine) => engine.edgeConfidence({ ...counts, lastObserved: NaN })],
    ['a pair that is none', (engine) => engine.edgeEvidence()(null as never)],
    ['evidence as of no time', (engine) => engine.edgeEvidence()({ from: 'a', to: 'b' }, NaN)],
    ['no path of values', () => valuesAt({ a: 1 }, undefined as never)],
    ['a query vector of another length', search({ text: 'x', embedding: [1, 2, 3] })],
    ['a query vector with infinity', search({ text: 'x', embedding: [Infinity, 2] })],
    ['a filter that is no function', search({ text: 'x', filter: true })],
    ['a context that is no list', search({ text: 'x', context: 'shop:find' })],
    ['no history', (engine) => engine.predictNext({} as never)],
    ['an intent that is no text', (engine) => engine.suggest({ intent: 7 } as never)],
    ['half a task', (engine) => engine.suggest({ intent: 'x', maxTasks: 0.5 })],
    ['no snapshot', () => createEngine({ snapshot: {} as never })],
  ])('such as %s is refused by a coded error and changes nothing', (_, call) => {
    const engine = known();
    const before = JSON.stringify(engine);
    let caught: unknown;
    try {
      call(engine);
    } catch (error) {
      caught = error;
    }
    expect(EngineError.isInstance(caught) && caught.code).toMatch(/^(INVALID_INPUT|SNAPSHOT_INVALID)$/);
    expect(JSON.stringify(engine)).toBe(before);
  });

  it('is not the query of a class, whose members are getters, with a filter or without', () => {
    class Query {
      #text = 'order';
      get text() {
        return this.#text;
      }
    }
    const engine = known();
    const filtered = Object.assign(new Query(), { filter: () => true });
    expect(engine.search(new Query()).results).not.toEqual([]);
    expect(engine.search(filtered).results).toEqual(engine.search({ text: 'order', filter: () => true }).results);
  });

  it('is named as the caller wrote it', () => {
    expect(() => known().upsertTools([tool, { id: 'x' } as never])).toThrow('tools[1].name must be a text.');
  });
});

describe('an engine', () => {
  it('keeps nothing of what it was given that could change under it', () => {
    const engine = createEngine();
    const inputSchema = { properties: { order: {} } };
    const embedding = Float32Array.of(1, 2);
    engine.upsertTools([{ id: 'a', name: 'a', inputSchema, embedding }]);
    const before = JSON.stringify(engine);
    embedding[0] = 9;
    Object.assign(inputSchema.properties, { more: {} });
    expect(JSON.stringify(engine)).toBe(before);
  });

  it('takes vectors of another length only when no other vector stays', () => {
    const engine = known();
    const replace = (ids: readonly string[]) =>
      engine.upsertTools(ids.map((id) => ({ id, name: id, embedding: [1, 2, 3] })));
    expect(() => replace(['shop:find'])).toThrow('tools[0].embedding must be a vector of 2 numbers (it has 3).');
    replace(['shop:find', 'shop:refund']);
    expect(engine.search({ text: '', embedding: [1, 2, 3] }).results).toHaveLength(2);
  });

  it('names executions that come without an id by their content', () => {
    const engine = createEngine();
    engine.observe([execution, execution, { ...execution, intent: 'another' }]);
    const ids = engine.toJSON().executions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    const restored = createEngine({ snapshot: engine.toJSON() });
    restored.observe(execution);
    engine.observe(execution);
    expect(restored.toJSON()).toEqual(engine.toJSON());
    expect(engine.metrics().executions).toBe(4);
  });

  it('counts tools, edges between them, executions and density', () => {
    const engine = known();
    expect(engine.metrics()).toMatchObject({ tools: 2, edges: 1, executions: 1, density: 0.5 });
    engine.removeTools(['shop:find']);
    expect(engine.metrics()).toMatchObject({ tools: 1, edges: 0, executions: 1, density: 0 });
    expect(createEngine().metrics()).toMatchObject({ tools: 0, edges: 0, executions: 0, density: 0 });
  });

  it('survives texts of any size and script', () => {
    const engine = known();
    const texts = [
      'x'.repeat(100_000),
      'find order '.repeat(10_000),
      '天气'.repeat(50_000),
      '📦'.repeat(25_000),
      '\ud800',
    ];
    engine.upsertTools(texts.map((text, index) => ({ id: `hostile-${index}`, name: text, description: text })));
    for (const text of [...texts, '__proto__', 'constructor prototype', 'ابحث عن الطقس']) {
      engine.observe({ intent: text, success: true, tasks: [{ toolId: 'shop:find' }] });
      for (const { score } of engine.search({ text, context: ['shop:find'] }).results) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
      expect(engine.predictNext({ intent: text, executed: ['shop:find'] }).predictions.length).toBeLessThan(4);
      expect(engine.suggest({ intent: text }).dag.tasks.length).toBeLessThan(21);
    }
  });
});
