import { describe, expect, it } from 'vitest';
import type { ObservedExecution } from '../execution.js';
import { createAgingHabits } from './aging-habits.js';
import { freshest } from './freshness.js';

const day = 86_400_000;
const now = 100 * day;
const aging = { halfLife: 10 * day, present: () => now };

function ran(toolIds: readonly string[], executedAt: number): ObservedExecution {
  const tasks = toolIds.map((toolId) => ({ toolId, success: true }));
  return { id: `${toolIds}${executedAt}`, success: true, executedAt, tasks, links: [] };
}

function habitsOf(...executions: readonly ObservedExecution[]) {
  const habits = createAgingHabits(aging);
  for (const execution of executions) habits.observe(execution);
  return habits;
}

describe('habits', () => {
  it('lose half of their weight for every half-life by which something newer is known of the same tool', () => {
    const habits = habitsOf(ran(['a', 'b'], now - 20 * day), ran(['a', 'c'], now - 10 * day), ran(['a', 'c'], now));
    expect(Object.fromEntries(habits.followers('a')!.counts)).toEqual({ b: 0.25, c: 1.5 });
    expect(habits.executions).toBe(1.75);
  });

  it('keep what followed a tool that only ran long ago', () => {
    const habits = habitsOf(ran(['a', 'b'], day), ran(['c', 'd'], now));
    expect(habits.followers('a')).toEqual({ counts: new Map([['b', 1]]), ends: 0 });
    expect(habits.executions).toBeLessThan(1.01);
  });

  it('take what has no time, or one that is still to come, for new, and never let it make others old', () => {
    const future = ran(['a', 'c'], now + 1000 * day);
    const habits = habitsOf(ran(['a', 'b'], now), future, ran(['a', 'd'], 0));
    expect(Object.fromEntries(habits.followers('a')!.counts)).toEqual({ b: 1, c: 1, d: 1 });
    habits.forget(future);
    expect(Object.fromEntries(habits.followers('a')!.counts)).toEqual({ b: 1, d: 1 });
  });
});

describe('neighbours', () => {
  const near = (similarity: number, executedAt: number) => ({ execution: ran(['a'], executedAt), similarity });
  const freshnessOf = (...pool: readonly ReturnType<typeof near>[]) =>
    freshest(pool, { count: 9, alike: 0 }, aging).map(({ freshness }) => freshness);

  it('age by what is newer and about as near, and by nothing else', () => {
    expect(freshnessOf(near(0.9, now - 10 * day), near(0.8, now))).toEqual([0.5, 1]);
    expect(freshnessOf(near(0.9, now - 10 * day), near(0.3, now))).toEqual([1, 1]);
    expect(freshnessOf(near(0.9, 0), near(0.9, now))).toEqual([1, 1]);
  });

  it('give way to newer ones of which more is left', () => {
    const pool = [near(0.9, now - 50 * day), near(0.8, now)];
    expect(freshest(pool, { count: 1, alike: 0 }, aging).map(({ similarity }) => similarity)).toEqual([0.8]);
  });

  it('are as many as are wanted, or all that are as near as the nearest up to a limit', () => {
    const pool = [near(1, 3), near(1, 2), near(1, 1), near(0.5, 4)];
    const ageless = { halfLife: Infinity, present: () => Infinity };
    expect(freshest(pool, { count: 1, alike: 1 }, ageless)).toHaveLength(1);
    expect(freshest(pool, { count: 1, alike: 9 }, ageless)).toHaveLength(3);
    expect(freshest(pool, { count: 1, alike: 2 }, ageless)).toHaveLength(2);
  });
});
