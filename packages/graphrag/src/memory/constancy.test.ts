import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import { createJobs } from './constancy.js';

describe('how far a word is what a job is asked for by', () => {
  it('is high for a word that most of its requests have, and low for a detail of few', () => {
    const jobs = createJobs();
    for (let intent = 0; intent < 9; intent++) jobs.set(intent, new Set(['invite', 'greet']));
    jobs.set(9, new Set(['refund']));
    jobs.set(10, undefined);
    expect(jobs.constancy([0, 1, 2, 3, 4, 5, 6, 7, 8])).toBe(1);
    expect(jobs.constancy([3])).toBeCloseTo(2 / 10, 12);
    expect(jobs.constancy([9])).toBe(1);
    expect(jobs.constancy([3, 9])).toBeCloseTo((2 / 10 + 1) / 2, 12);
    expect(jobs.constancy([10])).toBe(1);
    expect(jobs.constancy([])).toBe(1);
  });

  it('is the same in whatever order things came, and after what was changed', () => {
    const sets = fc.array(
      fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), { nil: undefined }),
    );
    fc.assert(
      fc.property(sets, sets, (before, now) => {
        const changed = createJobs();
        for (const [intent, tools] of before.entries()) changed.set(intent, tools && new Set(tools));
        const all = Math.max(before.length, now.length);
        for (let intent = all - 1; intent >= 0; intent--) {
          const tools = now[intent];
          changed.set(intent, tools && new Set(tools.toReversed()));
        }
        const fresh = createJobs();
        for (const [intent, tools] of now.entries()) fresh.set(intent, tools && new Set(tools));
        const having = Array.from(now.keys()).filter((intent) => intent % 2 === 0);
        expect(changed.constancy(having)).toBe(fresh.constancy(having.toReversed()));
        expect(fresh.constancy(having)).toBeGreaterThan(0);
        expect(fresh.constancy(having)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

it('a name does not make a plan of what was done for somebody else with it', () => {
  const engine = createEngine();
  const tools = { onboard: ['get_employee', 'invite_user'], refund: ['find_customer', 'create_refund'] } as const;
  engine.upsertTools([...tools.onboard, ...tools.refund].map((id) => ({ id, name: id })));
  const record = (job: keyof typeof tools, who: string) =>
    engine.observe({
      intent: `${job} ${who}`,
      success: true,
      tasks: tools[job].map((toolId, place) => ({ id: `t${place}`, toolId, dependsOn: place ? ['t0'] : [] })),
    });
  const others = ['Bob', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus'];
  for (let turn = 0; turn < 24; turn++) {
    record('onboard', others[turn % 6]!);
    record('refund', others[(turn + 1) % 6]!);
  }
  for (let turn = 0; turn < 4; turn++) record('refund', 'Ada');
  const plan = engine.suggest({ intent: 'onboard Ada' });
  expect(plan.dag.tasks.map(({ toolId }) => toolId)).toEqual(tools.onboard);
  expect(plan.confidence).toBeGreaterThan(0.5);
});
