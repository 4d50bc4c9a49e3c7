import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { ExecutionInput, Suggestion } from '../types.js';

const letters = ['a', 'b', 'c', 'd', 'e'];
const intent = 'take care of the open request';

/** By tool, the tools before it that it needs. */
type Needs = Readonly<Record<string, string>>;
const chained = (run: string): Needs =>
  Object.fromEntries(Array.from(run, (toolId, index) => [toolId, index === 0 ? '' : run[index - 1]!]));

function ran(run: string, needs: Needs, executedAt = 0, asked = intent): ExecutionInput {
  const tasks = Array.from(run, (toolId) => ({
    id: toolId,
    toolId,
    dependsOn: Array.from(needs[toolId] ?? '').filter((needed) => run.includes(needed)),
  }));
  return { intent: asked, success: true, executedAt, tasks };
}

function knowing(executions: readonly ExecutionInput[]) {
  const engine = createEngine();
  engine.upsertTools(letters.map((id) => ({ id, name: `tool ${id}` })));
  engine.observe(executions);
  return engine;
}

/** Whether each task of a plan waits for another, directly or by way of others. */
function waitingIn({ dag: { tasks } }: Pick<Suggestion, 'dag'>): (toolId: string, other: string) => boolean {
  const waits = new Map<string, Set<string>>();
  const toolOf = new Map(tasks.map(({ id, toolId }) => [id, toolId]));
  for (const { toolId, dependsOn } of tasks) {
    const direct = dependsOn.map((id) => toolOf.get(id)!);
    waits.set(toolId, new Set(direct.flatMap((needed) => [needed, ...waits.get(needed)!])));
  }
  return (toolId, other) => waits.get(toolId)!.has(other);
}

describe('what a step always needed', () => {
  it.each([1, 2, 5, 10, 20])('runs before it, where every other of %i executions has the two', (count) => {
    const plan = knowing(
      Array.from({ length: count }, (_, at) => {
        const run = at % 2 === 0 ? 'abcde' : 'abc';
        return ran(run, chained(run), at + 1);
      }),
    ).suggest({ intent });
    expect(plan.dag.tasks.map(({ toolId }) => toolId).join('')).toBe('abcde');
    expect(plan.dag.tasks.map(({ dependsOn }) => dependsOn.join())).toEqual(['', 't1', 't2', 't3', 't4']);
  });

  it('runs before it, however probable the two are', () => {
    const subsets = fc.array(fc.subarray(letters, { minLength: 1 }), { minLength: 1, maxLength: 12 });
    const needed = fc.tuple(...letters.map((_, place) => fc.subarray(letters.slice(0, place))));
    fc.assert(
      fc.property(subsets, needed, (runs, drawn) => {
        const needs = Object.fromEntries(letters.map((toolId, place) => [toolId, drawn[place]!.join('')]));
        const near = runs.slice(-10);
        const plan = knowing(runs.map((run, at) => ran(run.join(''), needs, at + 1))).suggest({ intent });
        const waits = waitingIn(plan);
        const planned = plan.dag.tasks.map(({ toolId }) => toolId);
        for (const to of planned) {
          for (const from of planned.filter((toolId) => needs[to]!.includes(toolId))) {
            if (near.some((run) => run.includes(from) && run.includes(to))) {
              expect(waits(to, from), `${to} waits for ${from}`).toBe(true);
            }
          }
        }
      }),
    );
  });
});

describe('an order that is corrected', () => {
  const [old, corrected] = ['abcd', 'bacd'];
  const others = ['billing', 'search', 'catalogue', 'checkout', 'mail'];
  const habits: readonly (readonly [string, (at: number) => string])[] = [
    ['for the same intent', () => intent],
    ['for intents like it', (at) => `take care of the ${others[at % others.length]} request`],
  ];

  it.each(habits.flatMap(([kind, asked]) => [5, 15, 30, 60].map((count) => [count, kind, asked] as const)))(
    'after %i executions %s is planned after few more',
    (count, _kind, asked) => {
      let time = 0;
      const engine = knowing([]);
      for (let at = 0; at < count; at++) {
        engine.observe(ran(old, chained(old), ++time, asked(at)));
        engine.observe(ran('ed', chained('ed'), ++time, `another thing ${at % 5}`));
      }
      const order = () => {
        const plan = engine.suggest({ intent });
        return { tools: plan.dag.tasks.map(({ toolId }) => toolId).join(''), waits: waitingIn(plan) };
      };
      expect(order().tools).toBe(old);
      let corrections = 0;
      while (order().tools !== corrected && corrections < 50) {
        engine.observe(ran(corrected, chained(corrected), ++time));
        corrections++;
      }
      expect(corrections).toBeGreaterThan(1);
      expect(corrections).toBeLessThanOrEqual(5);
      expect(order().waits('a', 'b')).toBe(true);
    },
  );
});

it('the second of two jobs has what it needs, also where only its words are near', () => {
  const engine = createEngine();
  const described = {
    run_pipeline: 'Start a pipeline for a branch',
    deploy_service: 'Deploy a service to an environment',
    list_alerts: 'Alerts that are firing now',
    silence_alert: 'Silence an alert for some time',
  };
  engine.upsertTools(Object.entries(described).map(([name, description]) => ({ id: name, name, description })));
  const ran = (intent: string, first: string, second: string) => ({
    id: intent,
    intent,
    success: true,
    tasks: [
      { id: 'a', toolId: first },
      { toolId: second, dependsOn: ['a'] },
    ],
  });
  for (const name of [
    'checkout',
    'search',
    'billing',
    'auth',
    'mailer',
    'ledger',
    'portal',
    'reports',
    'vault',
    'feeds',
  ]) {
    engine.observe(ran(`deploy ${name} to production`, 'run_pipeline', 'deploy_service'));
    engine.observe(ran(`silence the ${name} alert for an hour`, 'list_alerts', 'silence_alert'));
  }
  const { dag } = engine.suggest({ intent: 'deploy gateway to production and silence the latency alert' });
  expect(dag.tasks.map(({ toolId }) => toolId).sort()).toEqual(Object.keys(described).sort());
});
