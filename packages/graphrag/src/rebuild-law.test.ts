import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEngine } from './create-engine.js';
import type { Engine } from './engine.js';
import type { EngineDependency, EngineTool, ExecutionInput } from './types.js';

const day = 86_400_000;
const ids = ['a', 'b', 'c', '__proto__'] as const;
const id = fc.constantFrom(...ids);
const pair = fc.record({ from: id, to: id }).filter(({ from, to }) => from !== to);
const pairs = ids.flatMap((from) => ids.filter((to) => to !== from).map((to) => ({ from, to })));

const execution: fc.Arbitrary<ExecutionInput> = fc.record({
  id: fc.nat(15).map((number) => `execution ${number}`),
  intent: fc.constantFrom('one', 'two', undefined),
  success: fc.boolean(),
  executedAt: fc.nat(4 * day),
  tasks: fc.array(
    fc.record({
      toolId: id,
      success: fc.boolean(),
      startedAt: fc.nat(9),
      endedAt: fc.constantFrom(9, 10),
      output: fc.constantFrom('order-1001', undefined),
      arguments: fc.constantFrom('order-1001', undefined),
    }),
    { maxLength: 6 },
  ),
});

/** What is true in the end; an engine is built from it, and has to be the same as one that saw it come about. */
interface Truth {
  readonly tools: Map<string, EngineTool>;
  readonly declared: Map<string, EngineDependency>;
  readonly executions: Map<string, ExecutionInput>;
}

const strength = { schema: 1, hint: 2, user: 3 };
const key = ({ from, to }: { from: string; to: string }) => `${from}→${to}`;
type Step = (engine: Engine, truth: Truth) => void;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: execution.map((input): Step => observed(input)) },
  {
    weight: 1,
    arbitrary: fc.record({ id, definedAt: fc.nat(4 * day) }).map(({ id, definedAt }): Step => {
      const tool = { id, name: `tool ${id}`, definedAt };
      return (engine, { tools }) => {
        engine.upsertTools([tool]);
        tools.set(id, tool);
      };
    }),
  },
  {
    weight: 1,
    arbitrary: id.map(
      (id): Step =>
        (engine, { tools }) => {
          engine.removeTools([id]);
          tools.delete(id);
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(pair, fc.constantFrom('schema' as const, 'hint' as const, 'user' as const)).map(
      ([pair, source]): Step =>
        (engine, { declared }) => {
          engine.addDependencies([{ ...pair, source }]);
          const known = declared.get(key(pair));
          if (known === undefined || strength[source] > strength[known.source])
            declared.set(key(pair), { ...pair, source });
        },
    ),
  },
  {
    weight: 1,
    arbitrary: pair.map(
      (pair): Step =>
        (engine, { declared }) => {
          engine.removeDependencies([pair]);
          declared.delete(key(pair));
        },
    ),
  },
);

function observed(input: ExecutionInput): Step {
  return (engine, { executions }) => {
    engine.observe(input);
    if (!executions.has(input.id!)) executions.set(input.id!, input);
  };
}

function stateOf(engine: Engine, now: number) {
  const evidenceOf = engine.edgeEvidence();
  return {
    snapshot: JSON.stringify(engine),
    present: pairs.map((pair) => evidenceOf(pair)),
    past: pairs.map((pair) => evidenceOf(pair, now / 2)),
    found: ids.map((toolId) => engine.search({ text: 'tool', context: [toolId], alwaysInclude: ids, explain: true })),
    predicted: ids.map((toolId) => engine.predictNext({ executed: [toolId], topK: 9 })),
    suggested: engine.suggest({ intent: 'one tool' }),
    metrics: engine.metrics(),
  };
}

it('an engine built anew from the truth is the same as the one that learned it step by step', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.constantFrom(Infinity, 3 * day, 1_000),
      fc.nat(9 * day),
      (steps, halfLife, now) => {
        const options = { halfLife, clock: () => now };
        const truth: Truth = { tools: new Map(), declared: new Map(), executions: new Map() };
        const learning = createEngine(options);
        for (const each of steps) {
          each(learning, truth);
          learning.predictNext({ executed: ['a'] });
        }
        const rebuilt = createEngine(options);
        rebuilt.observe([...truth.executions.values()].reverse());
        rebuilt.addDependencies([...truth.declared.values()]);
        rebuilt.upsertTools([...truth.tools.values()]);
        // Edges that no truth is left of may stay behind, empty: `undefined` and nothing are the same.
        expect(withoutNothing(stateOf(rebuilt, now))).toEqual(withoutNothing(stateOf(learning, now)));
      },
    ),
  );
});

it('an engine with a maximum is the same as one that observed only what it keeps, in whatever order it came', () => {
  const executions = fc.uniqueArray(execution, { selector: ({ id }) => id, maxLength: 16 });
  const orders = executions.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(orders, fc.integer({ min: 1, max: 9 }), ([inOrder, shuffled], maxMemories) => {
      const options = { clock: () => 9 * day, maxMemories };
      const bounded = createEngine(options);
      bounded.upsertTools(ids.map((id) => ({ id, name: `tool ${id}` })));
      for (const each of shuffled) {
        bounded.observe(each);
        bounded.suggest({ intent: 'one' });
        // A second arrival changes nothing, whether the first is still there or not.
        bounded.observe(each);
      }
      expect(bounded.metrics().executions).toBeLessThanOrEqual(maxMemories);
      const again = createEngine(options);
      again.upsertTools(ids.map((id) => ({ id, name: `tool ${id}` })));
      again.observe(inOrder);
      expect(withoutNothing(stateOf(again, 9 * day))).toEqual(withoutNothing(stateOf(bounded, 9 * day)));

      const kept = new Set(bounded.toJSON().executions.map(({ id }) => id));
      const small = createEngine({ clock: options.clock });
      small.upsertTools(ids.map((id) => ({ id, name: `tool ${id}` })));
      small.observe(inOrder.filter(({ id }) => kept.has(id!)));
      expect(withoutNothing(stateOf(small, 9 * day))).toEqual(withoutNothing(stateOf(bounded, 9 * day)));
    }),
  );
});

it('forgetting the oldest leaves the engine that observed only the others, with a maximum and without', () => {
  const timed = execution.map((each) => ({ ...each, executedAt: Number(each.executedAt) + 1 }));
  const executions = fc.uniqueArray(timed, { selector: ({ id }) => id, maxLength: 16 });
  const limit = fc.nat(4 * day);
  const halfLife = fc.constantFrom(Infinity, 3 * day, 1_000);
  const maxMemories = fc.constantFrom(undefined, 1, 3, 9);
  fc.assert(
    fc.property(executions, limit, limit, halfLife, maxMemories, (all, first, second, halfLife, maxMemories) => {
      // Which repetition is seen last under a maximum is exact only where edges do not age.
      const options = { clock: () => 9 * day, maxMemories, halfLife: maxMemories === undefined ? halfLife : Infinity };
      const engineOf = (observed: readonly ExecutionInput[]) => {
        const engine = createEngine(options);
        engine.upsertTools(ids.map((id) => ({ id, name: `tool ${id}` })));
        engine.addDependencies([{ from: 'a', to: 'b', source: 'schema' }]);
        engine.observe(observed);
        return engine;
      };
      const forgetting = engineOf(all);
      for (const before of [first, second]) {
        forgetting.suggest({ intent: 'one' });
        forgetting.forget(all.filter(({ executedAt }) => executedAt! < before).map(({ id }) => id!));
      }
      const kept = all.filter(({ executedAt }) => executedAt! >= Math.max(first, second));
      expect(withoutNothing(stateOf(forgetting, 9 * day))).toEqual(withoutNothing(stateOf(engineOf(kept), 9 * day)));
      // And it goes on as that one would.
      forgetting.observe(all);
      expect(withoutNothing(stateOf(forgetting, 9 * day))).toEqual(withoutNothing(stateOf(engineOf(all), 9 * day)));
    }),
    { numRuns: 120 },
  );
});

function withoutNothing(state: ReturnType<typeof stateOf>) {
  const counts = (each: { successes: number; failures: number } | undefined) => [
    each?.successes ?? 0,
    each?.failures ?? 0,
  ];
  return { ...state, present: state.present.map(counts), past: state.past.map(counts) };
}

it('a year without the edge takes its confidence, with a half-life alone', () => {
  let now = 0;
  const confidence = (halfLife: number) => {
    const engine = createEngine({ clock: () => now, halfLife });
    engine.upsertTools([
      { id: 'a', name: 'a' },
      { id: 'b', name: 'b' },
    ]);
    engine.addDependencies([{ from: 'a', to: 'b', source: 'schema' }]);
    const tasks = [{ toolId: 'a' }, { toolId: 'b', dependsOn: ['t1'] }];
    for (const intent of ['one', 'two', 'three']) engine.observe({ intent, success: true, executedAt: 1, tasks });
    const ask = () =>
      engine.search({ text: 'b', topK: 1 }).results.find(({ role }) => role === 'requirement')?.evidence?.[0]
        ?.confidence;
    now = 0;
    const fresh = ask();
    now = 365 * day;
    return [fresh!, ask()!] as const;
  };
  const [kept, alsoKept] = confidence(Infinity);
  expect(alsoKept).toBe(kept);
  const [fresh, old] = confidence(30 * day);
  expect(fresh).toBe(kept);
  expect(old).toBeLessThan(0.61);
  expect(fresh).toBeGreaterThan(0.7);
});

it.each([0, -1, Number.NaN, '1'])('a half-life of %s is refused', (halfLife) => {
  expect(() => createEngine({ halfLife: halfLife as number })).toThrow(/halfLife must be/);
});
