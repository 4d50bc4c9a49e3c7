import { describe, expect, it } from 'vitest';
import { createHabits } from '../memory/habits.js';
import { readMentions } from './mentions.js';
import { orderSteps } from './order-steps.js';
import { stepKey } from './plan.js';
import { createPrecedence } from './precedence.js';
import { lookUpPairs } from './step-pairs.js';
import type { Voter } from './voter.js';

const step = (toolId: string, repetition = 0) => stepKey(toolId, repetition);
const voter = (weight: number, ...steps: string[]): Voter => ({ plan: { steps, edges: [] }, weight, executedAt: 0 });

function habitsOf(...sequences: string[][]) {
  const habits = createHabits();
  for (const sequence of sequences) {
    const tasks = sequence.map((toolId) => ({ toolId, success: true }));
    habits.observe({ id: '', success: true, executedAt: 0, tasks, links: [] });
  }
  return habits;
}

const tools = new Map([
  ['a', { name: 'find_order', description: 'Finds the order of a customer' }],
  ['b', { name: 'send_mail', description: 'Sends a mail to a customer' }],
]);
const words = (text: string) => text.toLowerCase().split(/[^a-z]+/u);

function inOrder(steps: string[], voters: Voter[], habits = habitsOf(), intent = '') {
  const mentions = readMentions(intent, words, (toolId) => tools.get(toolId));
  const pairs = lookUpPairs(steps.toSorted(), voters, habits);
  const order = orderSteps(pairs, createPrecedence(pairs, habits, mentions));
  return order.map((number) => pairs.steps[number]);
}

describe('orderSteps', () => {
  it('follows the executions near the intent, the nearer the more', () => {
    const voters = [voter(0.2, step('a'), step('b')), voter(0.9, step('b'), step('a'))];
    expect(inOrder([step('a'), step('b')], voters)).toEqual([step('b'), step('a')]);
  });

  it('falls back to the whole history, and there to where a tool usually stands', () => {
    const habits = habitsOf(['b', 'a'], ['x', 'last'], ['first', 'x']);
    expect(inOrder([step('a'), step('b')], [], habits)).toEqual([step('b'), step('a')]);
    expect(inOrder([step('first'), step('last')].reverse(), [], habits)).toEqual([step('first'), step('last')]);
  });

  it('keeps repeats of a tool in their order, also from the tenth on', () => {
    const repeats = Array.from({ length: 12 }, (_, repetition) => step('a', repetition));
    expect(inOrder(repeats.toReversed(), [])).toEqual(repeats);
  });

  it('follows the intent where nothing was seen: what it speaks of first comes first', () => {
    const steps = [step('a'), step('b')];
    expect(inOrder(steps, [], habitsOf(), 'send the customer a mail about the order')).toEqual(steps.toReversed());
    expect(inOrder(steps, [], habitsOf(), 'find the order of the customer and mail it')).toEqual(steps);
    expect(inOrder(steps, [], habitsOf(), 'help the customer')).toEqual(steps);
  });

  it('believes what was seen often more than what the intent says', () => {
    const seen = habitsOf(...Array.from({ length: 50 }, () => ['a', 'b']));
    const said = 'send the customer a mail about the order';
    expect(inOrder([step('a'), step('b')], [], seen, said)).toEqual([step('a'), step('b')]);
  });
});
