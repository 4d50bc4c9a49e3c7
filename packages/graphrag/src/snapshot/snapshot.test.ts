import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import { decodeVector, encodeVector } from './base64.js';

function example() {
  const engine = createEngine();
  engine.upsertTools([
    { id: 'b', name: 'refund', inputSchema: { properties: { order: {} } }, embedding: [0.1, 2] },
    { id: 'a', name: 'find', description: 'Finds orders' },
  ]);
  engine.addDependencies([{ from: 'a', to: 'b', source: 'schema' }]);
  engine.observe({
    id: 'execution-1',
    intent: 'refund the order',
    success: true,
    executedAt: 7,
    tasks: [
      { toolId: 'a', output: 'W-1234' },
      { toolId: 'b', arguments: { order: 'W-1234' }, dependsOn: ['t1'] },
    ],
  });
  return engine;
}

describe('a snapshot', () => {
  it('is plain JSON, ordered, and holds neither arguments nor outputs', () => {
    expect(JSON.parse(JSON.stringify(example()))).toEqual({
      format: 'agentcards.engine',
      version: 1,
      tools: [
        { id: 'a', name: 'find', description: 'Finds orders' },
        { id: 'b', name: 'refund', inputSchema: { properties: { order: {} } }, embedding: 'zczMPQAAAEA=' },
      ],
      dependencies: [{ from: 'a', to: 'b', source: 'schema' }],
      executions: [
        {
          id: 'execution-1',
          intent: 'refund the order',
          success: true,
          executedAt: 7,
          tasks: [
            { toolId: 'a', success: true, traced: 'output' },
            { toolId: 'b', success: true, traced: 'arguments' },
          ],
          links: [[0, 1, 3]],
          bindings: [[0, 1, '', 'order']],
        },
      ],
    });
  });

  const written = JSON.parse(JSON.stringify(example()));
  const [execution] = written.executions;
  it.each([
    ['nothing', null],
    ['another format', { ...written, format: 'something else' }],
    ['a later version', { ...written, version: 2 }],
    ['no tools', { ...written, tools: undefined }],
    ['a tool without a name', { ...written, tools: [{ id: 'a' }] }],
    ['a vector that is no base64', { ...written, tools: [{ ...written.tools[1], embedding: '%' }] }],
    ['a vector of odd length', { ...written, tools: [{ ...written.tools[1], embedding: 'AAA=' }] }],
    ['a vector with NaN', { ...written, tools: [{ ...written.tools[1], embedding: 'AADAfw==' }] }],
    ['a learned declaration', { ...written, dependencies: [{ from: 'a', to: 'b', source: 'learned' }] }],
    ['a link out of range', { ...written, executions: [{ ...execution, links: [[0, 2, 1]] }] }],
    ['a link of no kind', { ...written, executions: [{ ...execution, links: [[0, 1, 0]] }] }],
    ['a link that is no list', { ...written, executions: [{ ...execution, links: ['0,1,1'] }] }],
    [
      'one link twice',
      {
        ...written,
        executions: [
          {
            ...execution,
            links: [
              [0, 1, 1],
              [0, 1, 2],
            ],
          },
        ],
      },
    ],
    ['a proposal that is no list', { ...written, executions: [{ ...execution, proposed: 'a' }] }],
    ['a binding out of range', { ...written, executions: [{ ...execution, bindings: [[0, 2, '', 'order']] }] }],
    ['a binding backwards', { ...written, executions: [{ ...execution, bindings: [[1, 0, '', 'order']] }] }],
    ['a binding without a path', { ...written, executions: [{ ...execution, bindings: [[0, 1, '.', 'order']] }] }],
    ['a binding of no argument', { ...written, executions: [{ ...execution, bindings: [[0, 1, '', '[]']] }] }],
    [
      'a task that was traced oddly',
      { ...written, executions: [{ ...execution, tasks: [{ toolId: 'a', success: true, traced: 'all' }] }] },
    ],
    ['a task without a tool', { ...written, executions: [{ ...execution, tasks: [{ success: true }] }] }],
  ])('with %s is refused', (_, snapshot) => {
    const code = 'SNAPSHOT_INVALID';
    expect(() => createEngine({ snapshot })).toThrow(expect.objectContaining({ name: 'EngineError', code }));
  });

  it('of before bindings were kept is read as it was', () => {
    const { bindings: _, ...before } = execution;
    const tasks = before.tasks.map(({ traced: __, ...task }: { traced: string }) => task);
    const snapshot = { ...written, executions: [{ ...before, tasks }] };
    const engine = createEngine({ snapshot });
    expect(engine.toJSON()).toEqual(snapshot);
    expect(engine.suggest({ intent: 'refund the order' }).dag.tasks.map(({ bindings }) => bindings)).toEqual([[], []]);
    const now = createEngine({ snapshot: written }).suggest({ intent: 'refund the order' });
    expect(now.dag.tasks.map(({ bindings }) => bindings.length)).toEqual([0, 1]);
  });

  it.each(['float32', 'int8'] as const)(
    'answers to the last bit as the engine that wrote it, with %s vectors',
    (vectorPrecision) => {
      const vector = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 3 });
      fc.assert(
        fc.property(fc.array(vector, { minLength: 1, maxLength: 5 }), vector, (vectors, embedding) => {
          const engine = createEngine({ vectorPrecision });
          engine.upsertTools(vectors.map((one, index) => ({ id: `${index}`, name: 'refund order', embedding: one })));
          engine.observe({ intent: 'give money back', success: true, tasks: [{ toolId: '0' }] });
          const snapshot = JSON.parse(JSON.stringify(engine));
          const again = createEngine({ vectorPrecision, snapshot });
          expect(again.toJSON()).toEqual(snapshot);
          // With a word cut short, one misspelt, and the intent of an execution.
          for (const text of ['refu odrer', 'give money back', '']) {
            const query = { text, embedding, explain: true, minScore: 0 };
            expect(again.search(query)).toEqual(engine.search(query));
          }
        }),
      );
    },
  );

  it('keeps what had been proposed, and answers by it', () => {
    const engine = example();
    for (const proposed of [['b', 'a', 'b'], []]) {
      engine.observe({ intent: 'refund the order', success: true, proposed, tasks: [{ toolId: 'b' }] });
    }
    const snapshot = JSON.parse(JSON.stringify(engine));
    expect(snapshot.executions.map((each: { proposed?: unknown }) => each.proposed)).toEqual(
      expect.arrayContaining([['b', 'a', 'b'], [], undefined]),
    );
    const again = createEngine({ snapshot });
    expect(again.toJSON()).toEqual(snapshot);
    expect(again.suggest({ intent: 'refund the order' })).toEqual(engine.suggest({ intent: 'refund the order' }));
  });

  it('can be changed without changing the engine', () => {
    const engine = createEngine();
    engine.observe({ id: 'e', success: true, proposed: ['a'], tasks: [{ toolId: 'b' }] });
    const before = JSON.stringify(engine);
    for (const execution of engine.toJSON().executions) (execution.proposed as string[]).pop();
    expect(JSON.stringify(engine)).toBe(before);
  });

  it('carries vectors to the last bit', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, noNaN: true }), (vector) => {
        expect(decodeVector(encodeVector(vector))).toEqual(vector);
      }),
    );
    const long = Float32Array.from({ length: 10_000 }, (_, index) => index / 7);
    expect(decodeVector(encodeVector(long))).toEqual(long);
  });
});
