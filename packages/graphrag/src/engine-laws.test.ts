import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from './create-engine.js';
import type { Engine } from './engine.js';
import type { EngineDependency, EngineTool, ExecutionInput, SearchResult } from './types.js';

const ids = ['__proto__', 'constructor', 'shop:find', 'shop:refund', 'mail:send', '📦:天气', ' '] as const;
const words = [
  'find',
  'order',
  'orders',
  'refund',
  'mail',
  'send_mail',
  '天气预报',
  'Straße',
  '📦',
  '__proto__',
  'طلب',
];

const id = fc.constantFrom(...ids);
const text = fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((chosen) => chosen.join(' '));
const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 });
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const tool: fc.Arbitrary<EngineTool> = fc.record({
  id,
  name: text,
  description: optional(text),
  inputSchema: optional(
    fc
      .dictionary(fc.constantFrom('order', 'order_id', '__proto__'), fc.record({ description: text }), { maxKeys: 2 })
      .map((properties) => ({ type: 'object', properties, required: Object.keys(properties) })),
  ),
  outputSchema: optional(fc.constant({ type: 'object', properties: { orderId: { type: 'string' } } })),
  server: optional(fc.constantFrom('shop', 'mail')),
  embedding: optional(vector),
  definedAt: optional(fc.integer({ min: 0, max: 3 })),
});
const tools = fc.uniqueArray(tool, { selector: ({ id }) => id, maxLength: ids.length });

const dependency: fc.Arbitrary<EngineDependency> = fc
  .record({ from: id, to: id, source: fc.constantFrom('user' as const, 'hint' as const, 'schema' as const) })
  .filter(({ from, to }) => from !== to);
const dependencies = fc.uniqueArray(dependency, { selector: ({ from, to }) => `${from}→${to}`, maxLength: 8 });

const execution: fc.Arbitrary<ExecutionInput> = fc.record({
  intent: optional(text),
  success: fc.boolean(),
  executedAt: fc.integer({ min: 0, max: 3 }),
  proposed: optional(fc.array(id, { maxLength: 3 })),
  tasks: fc
    .array(
      fc.record({
        toolId: id,
        success: fc.boolean(),
        start: fc.integer({ min: 0, max: 9 }),
        duration: fc.integer({ min: 0, max: 4 }),
        isTimed: fc.boolean(),
        needsPrevious: fc.boolean(),
        value: fc.constantFrom('order-1001', 'order-1002'),
      }),
      { maxLength: 5 },
    )
    .map((calls) =>
      calls.map(({ toolId, success, start, duration, isTimed, needsPrevious, value }, index) => ({
        toolId,
        success,
        ...(isTimed && { startedAt: start, endedAt: start + duration }),
        ...(needsPrevious && index > 0 && { dependsOn: [`t${index}`] }),
        ...(index % 2 === 0 ? { output: { value } } : { arguments: { value } }),
      })),
    ),
});
/** Some with an id of their own; equal executions without one are wanted, equal ids are not. */
const executions = fc
  .array(fc.tuple(execution, fc.boolean()), { maxLength: 8 })
  .map((drawn) => drawn.map(([input, isNamed], index) => (isNamed ? { ...input, id: `execution-${index}` } : input)));

const world = fc.record({ tools, dependencies, executions });
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

function build({ tools, dependencies, executions }: World): Engine {
  const engine = createEngine();
  engine.upsertTools(tools);
  engine.addDependencies(dependencies);
  engine.observe(executions);
  return engine;
}

/** One answer of every kind, with and without vectors, context, filter and history. */
function answers(engine: Engine) {
  const filter = ({ id }: EngineTool) => id !== 'constructor';
  const embedding = [1, 2, -1];
  return {
    searches: ['refund order', 'find the orders and send mail', '天气', '__proto__', 'طلب', ''].flatMap((text) => [
      engine.search({ text }),
      engine.search({ text, explain: true, context: ['shop:find', '__proto__'], topK: 2 }),
      engine.search({ text, explain: true, embedding, filter, alwaysInclude: ['mail:send', 'unknown'], minScore: 0.1 }),
    ]),
    predictions: [[], ['shop:find'], ['__proto__', 'shop:refund']].flatMap((executed) => [
      engine.predictNext({ executed, topK: ids.length }),
      engine.predictNext({ executed, intent: 'refund order', embedding, filter }),
      engine.predictNext({ executed, intent: 'send_mail orders, then refund order' }),
    ]),
    suggestions: ['refund order', '天气预报', ''].flatMap((intent) => [
      engine.suggest({ intent }),
      engine.suggest({ intent, embedding, filter, maxTasks: 3 }),
    ]),
    metrics: engine.metrics(),
    paths: ids.map((toolId) => engine.shortestPath('shop:find', toolId)),
    related: ids.map((toolId) => engine.relatedTools(toolId)),
  };
}

function expectEqual(actual: Engine, expected: Engine): void {
  expect(JSON.stringify(actual)).toBe(JSON.stringify(expected));
  expect(answers(actual)).toEqual(answers(expected));
}

/** Every tool that an answer names, wherever it stands. */
function toolsIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'toolId' || key === 'requiredBy' ? [child].flat() : toolsIn(child),
  );
}

describe('an engine', () => {
  it('does not depend on the order in which it learned', () => {
    fc.assert(
      fc.property(world, fc.array(fc.nat(), { minLength: 24, maxLength: 24 }), (world, keys) => {
        const steps = [
          ...world.tools.map((tool) => (engine: Engine) => engine.upsertTools([tool])),
          ...world.dependencies.map((dependency) => (engine: Engine) => engine.addDependencies([dependency])),
          ...world.executions.map((execution) => (engine: Engine) => engine.observe(execution)),
        ];
        const shuffled = createEngine();
        const order = steps.map((step, index) => ({ step, key: keys[index % keys.length]! }));
        for (const { step } of order.sort((a, b) => a.key - b.key)) {
          step(shuffled);
          // Reading in between must leave no trace.
          shuffled.search({ text: 'order' });
        }
        expectEqual(shuffled, build(world));
      }),
    );
  });

  it('is after forgetting executions as if it had never observed them', () => {
    fc.assert(
      fc.property(world, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (world, forgets) => {
        // With ids of their own: of equal executions without one, any could be the one that is forgotten.
        const executions = world.executions.map((execution, index) => ({ ...execution, id: `named-${index}` }));
        const gone = executions.filter((_, index) => forgets[index]).map(({ id }) => id);
        const engine = build({ ...world, executions });
        expect(engine.forget([...gone, 'never', ...gone])).toBe(gone.length);
        expectEqual(engine, build({ ...world, executions: executions.filter(({ id }) => !gone.includes(id)) }));
        // And it goes on learning as that one would.
        engine.observe(executions);
        expectEqual(engine, build({ ...world, executions }));
      }),
    );
  });

  it('observes one by one as in one go, and known executions not at all', () => {
    fc.assert(
      fc.property(world, (world) => {
        const named = world.executions.map((execution, index) => ({ ...execution, id: `named-${index}` }));
        const engine = build({ ...world, executions: [] });
        for (const execution of named) engine.observe(execution);
        engine.observe(named);
        expectEqual(engine, build({ ...world, executions: named }));
      }),
    );
  });

  it('answers alike from its snapshot, also after a way through JSON', () => {
    fc.assert(
      fc.property(world, (world) => {
        const engine = build(world);
        expectEqual(createEngine({ snapshot: engine.toJSON() }), engine);
        expectEqual(createEngine({ snapshot: JSON.parse(JSON.stringify(engine)) }), engine);
      }),
    );
  });

  it('gives scores and probabilities in [0, 1] whose components add up', () => {
    fc.assert(
      fc.property(world, (world) => {
        const { searches, predictions, suggestions } = answers(build(world));
        const expectShare = (share: number) => {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        };
        const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
        for (const { results } of searches) {
          for (const { score, explanation } of results) {
            expectShare(score);
            if (explanation !== undefined) expect(sum(Object.values(explanation))).toBeCloseTo(score, 10);
          }
        }
        for (const { predictions: predicted } of predictions) {
          for (const { probability, components } of predicted) {
            expectShare(probability);
            expect(sum(Object.values(components))).toBeCloseTo(probability, 10);
          }
          expect(sum(predicted.map(({ probability }) => probability))).toBeLessThanOrEqual(1 + 1e-9);
        }
        for (const { confidence, alternatives } of suggestions) {
          expectShare(confidence);
          for (const alternative of alternatives) expectShare(alternative.confidence);
        }
      }),
    );
  });

  it('ranks targets by descending score, ties by id, and suggests in topological order', () => {
    fc.assert(
      fc.property(world, (world) => {
        const { searches, suggestions } = answers(build(world));
        for (const { results } of searches) {
          const shown = new Set<string>();
          for (const { toolId, role, requiredBy = [] } of results) {
            if (role === 'requirement') expect(requiredBy.some((needing) => shown.has(needing))).toBe(true);
            shown.add(toolId);
          }
          const targets = results.filter(({ role }) => role === 'target');
          const sorted = targets.toSorted((a, b) => b.score - a.score || (a.toolId < b.toolId ? -1 : 1));
          expect(targets).toEqual(sorted);
        }
        for (const { dag, alternatives } of suggestions) {
          for (const { tasks } of [dag, ...alternatives.map((alternative) => alternative.dag)]) {
            const done = new Set<string>();
            for (const task of tasks) {
              expect(task.dependsOn.every((prerequisite) => done.has(prerequisite))).toBe(true);
              done.add(task.id);
            }
            expect(done.size).toBe(tasks.length);
          }
        }
      }),
    );
  });

  it('is after a removal as if the tool had never been there, and after its return as if it had never gone', () => {
    fc.assert(
      fc.property(
        world.filter(({ tools }) => tools.length > 0),
        (world) => {
          const [gone, ...rest] = world.tools as [EngineTool, ...EngineTool[]];
          const engine = build(world);
          engine.toJSON();
          engine.removeTools([gone.id, 'unknown']);
          expectEqual(engine, build({ ...world, tools: rest }));
          expect(toolsIn(answers(engine))).not.toContain(gone.id);
          engine.upsertTools([gone]);
          expectEqual(engine, build(world));
        },
      ),
    );
  });

  it('is after a changed definition as if it had only known the new one', () => {
    fc.assert(
      fc.property(world, tools, (world, changed) => {
        const engine = build(world);
        engine.upsertTools(changed);
        const fresh = new Map([...world.tools, ...changed].map((tool) => [tool.id, tool]));
        expectEqual(engine, build({ ...world, tools: Array.from(fresh.values()) }));
      }),
    );
  });

  it('is after a withdrawn declaration as if it had never been made', () => {
    fc.assert(
      fc.property(world, dependencies, (world, withdrawn) => {
        const isWithdrawn = new Set(withdrawn.map(({ from, to }) => `${from}→${to}`));
        const kept = world.dependencies.filter(({ from, to }) => !isWithdrawn.has(`${from}→${to}`));
        const engine = build(world);
        engine.removeDependencies(withdrawn);
        expectEqual(engine, build({ ...world, dependencies: kept }));
      }),
    );
  });

  it('shows nothing that a filter hides, and takes a filter that throws for one that hides', () => {
    fc.assert(
      fc.property(world, fc.subarray([...ids]), (world, hidden) => {
        const engine = build(world);
        const hides = (toolId: string) => hidden.includes(toolId as (typeof ids)[number]);
        const throwing = ({ id }: EngineTool) => {
          if (hides(id)) throw new Error('not allowed to look');
          return true;
        };
        const quiet = ({ id }: EngineTool) => !hides(id);
        const context = ['shop:find'];
        for (const text of ['refund order', '天气', '__proto__']) {
          const query = { text, context, alwaysInclude: hidden, embedding: [1, 2, -1], explain: true };
          const answer = engine.search({ ...query, filter: throwing });
          expect(answer).toEqual(engine.search({ ...query, filter: quiet }));
          expect(answer.results.filter(({ toolId }) => hides(toolId))).toEqual([]);
          const { predictions } = engine.predictNext({ executed: context, intent: text, filter: throwing, topK: 9 });
          expect(predictions.filter(({ toolId }) => hides(toolId))).toEqual([]);
          const { dag, alternatives } = engine.suggest({ intent: text, filter: throwing });
          const planned = [dag, ...alternatives.map((alternative) => alternative.dag)].flatMap(({ tasks }) => tasks);
          expect(planned.filter(({ toolId }) => hides(toolId))).toEqual([]);
        }
      }),
    );
  });

  it('takes hidden tools for absent in requirements and context', () => {
    fc.assert(
      fc.property(world, fc.subarray([...ids]), fc.subarray([...ids]), (world, hidden, context) => {
        const isShown = ({ id }: EngineTool) => !hidden.includes(id as (typeof ids)[number]);
        const [whole, visible] = [build(world), build({ ...world, tools: world.tools.filter(isShown) })];
        const told = (engine: Engine, target: string) => {
          // Scores by words depend on statistics of the whole catalogue, which are shared: the graph's part does not.
          const query = { text: 'order', minScore: 1, filter: isShown, context, explain: true };
          return engine
            .search({ ...query, alwaysInclude: [target] })
            .results.map(({ toolId, role, requiredBy, evidence, explanation }) => {
              return { toolId, role, requiredBy, evidence, graph: explanation?.graph };
            })
            .sort((a, b) => (a.toolId < b.toolId ? -1 : 1));
        };
        for (const target of ids) expect(told(whole, target)).toEqual(told(visible, target));
      }),
    );
  });

  it('answers through a filter, to the last bit, as if it had never had what the filter hides', () => {
    fc.assert(
      fc.property(world, fc.subarray([...ids]), fc.subarray([...ids]), text, (world, hidden, context, text) => {
        const filter = ({ id }: EngineTool) => !hidden.includes(id as (typeof ids)[number]);
        const [whole, visible] = [build(world), build({ ...world, tools: world.tools.filter(filter) })];
        const embedding = visible.toJSON().tools.some((tool) => tool.embedding !== undefined) ? [1, 2, -1] : undefined;
        // Without a filter it would know what was asked for when tools ran that are not there any more, and name them.
        const all = () => true;
        for (const options of [
          {},
          { context },
          { embedding },
          { embedding, context, alwaysInclude: context, topK: 2 },
        ]) {
          const query = { text, explain: true, minScore: 0, ...options };
          const { results } = whole.search({ ...query, filter });
          expect(results).toEqual(visible.search({ ...query, filter: all }).results);
        }
        for (const executed of [[], context.filter((toolId) => !hidden.includes(toolId))]) {
          const query = { executed, intent: text, embedding, topK: ids.length };
          expect(whole.predictNext({ ...query, filter })).toEqual(visible.predictNext({ ...query, filter: all }));
        }
        const { abstained: _, ...suggestion } = whole.suggest({ intent: text, embedding, filter });
        expect(suggestion).toEqual({
          ...visible.suggest({ intent: text, embedding, filter: all }),
          abstained: undefined,
        });
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same targets with requirements as without; those that no better one needs keep order and score', () => {
    fc.assert(
      fc.property(world, text, fc.integer({ min: 1, max: 5 }), (world, text, topK) => {
        const engine = build(world);
        const plain = engine.search({ text, topK, includeRequirements: false }).results;
        const { results } = engine.search({ text, topK, explain: true });
        const targets = results.filter(({ role }) => role === 'target');
        expect(targets.map(({ toolId }) => toolId).sort()).toEqual(plain.map(({ toolId }) => toolId).sort());
        const lifted = new Set(
          targets.filter(({ explanation }) => explanation?.requirement).map(({ toolId }) => toolId),
        );
        const score = ({ toolId, score }: SearchResult) => [toolId, score];
        const unlifted = ({ toolId }: SearchResult) => !lifted.has(toolId);
        expect(targets.filter(unlifted).map(score)).toEqual(plain.filter(unlifted).map(score));
        for (const { requiredBy, evidence } of results.filter(({ role }) => role === 'requirement')) {
          expect(evidence?.map((edge) => edge.requiredBy)).toEqual(requiredBy);
        }
      }),
    );
  });

  it('gives as requirements what is needed and not in use, as if tools in use needed nothing', () => {
    fc.assert(
      fc.property(world, fc.subarray([...ids]), (world, context) => {
        const engine = build(world);
        // Words of no tool: nothing else is found.
        const needed = (target: string, inUse: readonly string[]) =>
          engine
            .search({ text: 'wubbalubba', minScore: 1, alwaysInclude: [target], context: inUse })
            .results.filter(({ role, toolId }) => role === 'requirement' && toolId !== target);
        for (const target of ids) {
          const all = new Map(needed(target, []).map((result) => [result.toolId, result]));
          const left = needed(target, context);
          for (const { toolId, requiredBy = [], evidence = [] } of left) {
            expect(context).not.toContain(toolId);
            expect(context.filter((id) => requiredBy.includes(id))).toEqual([]);
            const before = all.get(toolId)?.evidence ?? [];
            expect(before).toEqual(expect.arrayContaining([...evidence]));
          }
          const isLeft = new Set(left.map(({ toolId }) => toolId));
          for (const { toolId, requiredBy = [] } of all.values()) {
            // Whatever a shown tool that is not in use needs is left.
            const isNeeded = requiredBy.some(
              (id) => !context.includes(id as never) && (id === target || isLeft.has(id)),
            );
            expect(isLeft.has(toolId)).toBe(isNeeded && !context.includes(toolId as never));
          }
        }
      }),
    );
  });

  it('ranks by the text alone where there is no context, and experience is left out', () => {
    fc.assert(
      fc.property(world, text, (world, text) => {
        const engine = build(world);
        const withoutHistory = build({ ...world, executions: [], dependencies: [] });
        const query = { text, includeRequirements: false, experience: false };
        expect(engine.search(query)).toEqual(withoutHistory.search(query));
        expect(engine.search({ text, context: [] })).toEqual(engine.search({ text }));
      }),
    );
  });
});
