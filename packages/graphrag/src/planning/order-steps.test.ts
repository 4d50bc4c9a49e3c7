import { describe, expect, it } from 'vitest';
import { createHabits } from '../memory/habits.js';
import { orderSteps } from './order-steps.js';
import { stepKey } from './plan.js';
import { createVoter } from './voter.js';

const step = (toolId: string, repetition = 0) => stepKey(toolId, repetition);
const voter = (weight: number, ...steps: string[]) => createVoter({ steps, edges: [] }, weight);

function habitsOf(...sequences: string[][]) {
  const habits = createHabits();
  for (const sequence of sequences) {
    const tasks = sequence.map((toolId) => ({ toolId, success: true }));
    habits.observe({ id: '', success: true, executedAt: 0, tasks, links: [] });
  }
  return habits;
}

describe('orderSteps', () => {
  it('follows the executions near the intent, the nearer the more', () => {
    const voters = [voter(0.2, step('a'), step('b')), voter(0.9, step('b'), step('a'))];
    expect(orderSteps([step('a'), step('b')], voters, habitsOf())).toEqual([step('b'), step('a')]);
  });

  it('falls back to the whole history, and there to where a tool usually stands', () => {
    const habits = habitsOf(['b', 'a'], ['x', 'last'], ['first', 'x']);
    expect(orderSteps([step('a'), step('b')], [], habits)).toEqual([step('b'), step('a')]);
    expect(orderSteps([step('first'), step('last')].reverse(), [], habits)).toEqual([step('first'), step('last')]);
  });

  it('keeps repeats of a tool in their order, also from the tenth on', () => {
    const repeats = Array.from({ length: 12 }, (_, repetition) => step('a', repetition));
    expect(orderSteps(repeats.toReversed(), [], habitsOf())).toEqual(repeats);
  });
});
