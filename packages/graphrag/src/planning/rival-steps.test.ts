import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { ExecutionInput } from '../types.js';
import { withoutRival } from './rival-steps.js';

const intent = 'weekly report';

function ran(tools: readonly string[], executedAt: number, asked = intent): ExecutionInput {
  const tasks = tools.map((toolId, place) => ({
    id: toolId,
    toolId,
    dependsOn: place === 0 ? [] : [tools[place - 1]!],
  }));
  return { id: `${executedAt}`, intent: asked, success: true, executedAt, tasks };
}

function knowing(executions: readonly ExecutionInput[]) {
  const engine = createEngine();
  engine.upsertTools([
    { id: 'search', name: 'search_tickets' },
    { id: 'mail', name: 'send_mail' },
    { id: 'channel', name: 'post_message' },
  ]);
  engine.observe(executions);
  return engine;
}

const toolsOf = ({ dag }: { readonly dag: { readonly tasks: readonly { readonly toolId: string }[] } }) =>
  dag.tasks.map(({ toolId }) => toolId);
const often = (count: number, run: (place: number) => ExecutionInput) =>
  Array.from({ length: count }, (_, place) => run(place));

describe('a plan', () => {
  it('is one of two ways to do a thing, the newer of equal ones, with the other beside it', () => {
    const old = often(8, (place) => ran(['search', 'mail'], place));
    const current = often(8, (place) => ran(['search', 'channel'], 100 + place));
    const plan = knowing([...old, ...current.slice(0, 5)]).suggest({ intent });
    expect(toolsOf(plan)).toEqual(['search', 'channel']);
    expect(plan.alternatives.map(toolsOf)).toContainEqual(['search', 'mail']);
    expect(plan.confidence).toBeLessThan(0.5);
    expect(toolsOf(knowing([...old, ...current]).suggest({ intent }))).toEqual(['search', 'channel']);
  });

  it('has all steps where they ran together', () => {
    const mixed = [
      ['search', 'mail'],
      ['search', 'channel'],
      ['search', 'mail', 'channel'],
    ];
    const plan = knowing(often(9, (place) => ran(mixed[place % 3]!, place))).suggest({ intent });
    expect(toolsOf(plan)).toEqual(['search', 'mail', 'channel']);
  });

  it('has both where the intent asks for two things', () => {
    const engine = knowing([
      ...often(5, (place) => ran(['search', 'mail'], place, 'mail the report of tickets')),
      ...often(5, (place) => ran(['search', 'channel'], 100 + place, 'post the report of tickets')),
    ]);
    const plan = engine.suggest({ intent: 'mail the report of tickets, post the report of tickets' });
    expect(toolsOf(plan)).toEqual(expect.arrayContaining(['mail', 'channel']));
  });
});

describe('withoutRival', () => {
  const letters = ['0:a', '0:b', '0:c', '0:d'];
  const plans = fc.array(fc.subarray(letters), { maxLength: 8 });

  it('leaves out one step at most, and none that another needs, or that ran with all others', () => {
    fc.assert(
      fc.property(fc.subarray(letters), plans, fc.subarray(letters), (steps, ranPlans, needed) => {
        const voters = ranPlans.map((ofPlan, executedAt) => ({
          plan: { steps: ofPlan, edges: [] },
          weight: 1,
          executedAt,
        }));
        const kept = withoutRival(steps, voters, (step) => needed.filter((other) => other !== step));
        const left = steps.filter((step) => !kept.includes(step));
        expect(left.length).toBeLessThanOrEqual(1);
        expect(kept).toEqual(steps.filter((step) => !left.includes(step)));
        if (ranPlans.some((ofPlan) => steps.every((step) => ofPlan.includes(step)))) expect(kept).toEqual(steps);
        for (const step of left) expect(steps.length === 1 || !needed.includes(step)).toBe(true);
        const isWhole = (ofPlan: readonly string[]) =>
          ofPlan.length === kept.length && ofPlan.every((step) => kept.includes(step));
        if (left.length === 1) expect(ranPlans.some(isWhole)).toBe(true);
      }),
    );
  });
});
