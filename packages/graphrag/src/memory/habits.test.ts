import { describe, expect, it } from 'vitest';
import type { ObservedExecution, ObservedTask, TaskLink } from '../execution.js';
import { beforeFirst, createHabits } from './habits.js';

type Call = string | ObservedTask;

function execution(calls: readonly Call[], rest: Partial<ObservedExecution> = {}): ObservedExecution {
  const tasks = calls.map((call) => (typeof call === 'string' ? { toolId: call, success: true } : call));
  return { id: 'x', success: true, executedAt: 0, links: [], ...rest, tasks };
}

function observing(...executions: ObservedExecution[]) {
  const habits = createHabits();
  for (const observed of executions) habits.observe(observed);
  return habits;
}

const link = (from: number, to: number): TaskLink => ({ from, to, dataFlow: false, declared: true, sequence: false });
const failing = (toolId: string): ObservedTask => ({ toolId, success: false });
const overlapping = (toolId: string): ObservedTask => ({ toolId, success: true, overlapsPrevious: true });

describe('habits', () => {
  it('count what followed one tool, a pair of tools, and nothing', () => {
    const habits = observing(execution(['a', 'b', 'c']), execution(['a', 'b']));
    expect(habits.followers(beforeFirst)).toEqual({ counts: new Map([['a', 2]]), ends: 0 });
    expect(habits.followers('b')).toEqual({ counts: new Map([['c', 1]]), ends: 1 });
    expect(habits.followersOfPair('a', 'b')).toEqual({ counts: new Map([['c', 1]]), ends: 1 });
    expect(habits.followersOfPair(beforeFirst, 'a')).toEqual({ counts: new Map([['b', 2]]), ends: 0 });
    expect(habits.followers('unknown')).toBeUndefined();
    expect([habits.executions, habits.steps]).toEqual([2, 3]);
  });

  it('count repeats, of any tool, in a row, and of each', () => {
    const { steps, repeats, selfRepeats, repetitions } = observing(execution(['a', 'a', 'b', 'a']), execution(['b']));
    expect([steps, repeats, selfRepeats]).toEqual([3, 2, 1]);
    expect(repetitions).toEqual(new Map([['a', 2]]));
  });

  it('learn nothing from what failed: not from a failed execution, not from a failed call', () => {
    const habits = observing(execution(['a', 'b'], { success: false }), execution(['a', failing('b'), 'c']));
    expect(habits.followers('a')).toEqual({ counts: new Map([['c', 1]]), ends: 0 });
    expect(habits.runs).toEqual(
      new Map([
        ['a', 1],
        ['c', 1],
      ]),
    );
    expect(observing(execution(['a'], { success: false })).executions).toBe(0);
  });

  it('take calls that overlapped for followers of each other, one half each way, and what comes next for that of both', () => {
    const habits = observing(execution(['a', overlapping('b'), 'c']));
    const half = (...tools: string[]) => ({ counts: new Map(tools.map((tool) => [tool, 0.5])), ends: 0 });
    expect(habits.followers(beforeFirst)).toEqual(half('a', 'b'));
    expect(habits.followers('a')).toEqual(half('b', 'c'));
    expect(habits.followers('b')).toEqual(half('c', 'a'));
    expect(habits.followersOfPair('a', 'b')).toEqual(half('c'));
    expect(habits.followersOfPair('b', 'a')).toEqual(half('c'));
    expect(habits.followers('c')).toEqual({ counts: new Map(), ends: 1 });
    expect([habits.steps, habits.executions]).toEqual([2, 1]);
  });

  it('take what is known to follow for a follower, whatever overlapped', () => {
    const calls = ['a', overlapping('b'), overlapping('c')];
    const chain = observing(execution(calls, { links: [link(0, 1), link(1, 2)] }));
    expect(chain.followers('a')).toEqual({ counts: new Map([['b', 1]]), ends: 0 });
    expect(chain.followersOfPair('a', 'b')).toEqual({ counts: new Map([['c', 1]]), ends: 0 });
    // a and b side by side, and c after a while b still runs.
    const branches = observing(execution(calls, { links: [link(0, 2)] }));
    expect(branches.followers('c')).toEqual({ counts: new Map(), ends: 1 });
    expect(branches.followersOfPair('b', 'a')).toEqual({ counts: new Map([['c', 0.5]]), ends: 0 });
  });

  it('take nothing for a neighbour of what failed beside it', () => {
    const habits = observing(execution(['a', failing('b'), overlapping('c'), overlapping('d')]));
    expect(habits.followers('a')).toEqual({
      counts: new Map([
        ['c', 0.5],
        ['d', 0.5],
      ]),
      ends: 0,
    });
    expect(habits.followers('b')).toBeUndefined();
  });

  it('count the order of distinct tools, their places, and proven needs once an execution', () => {
    const habits = observing(execution(['a', 'b', 'a', 'c'], { links: [link(0, 1), link(2, 3), link(0, 3)] }));
    expect(habits.laterThan('a')).toEqual(
      new Map([
        ['b', 1],
        ['c', 1],
      ]),
    );
    expect(habits.laterThan('c')).toEqual(new Map());
    expect([habits.meanPlace('a'), habits.meanPlace('b'), habits.meanPlace('c')]).toEqual([0, 0.5, 1]);
    expect(habits.meanPlace('unknown')).toBeUndefined();
    expect(habits.neededBy('a')).toEqual(
      new Map([
        ['b', 1],
        ['c', 1],
      ]),
    );
    expect(habits.linkedSteps).toBe(2);
  });
});

describe('habits of which most was forgotten', () => {
  const of = (round: number) =>
    execution([`a${round}`, `b${round % 7}`, `b${round % 5}`, round % 2 ? 'c' : overlapping('c')], {
      links: [link(0, 1)],
    });

  it('answer as if it had never been, also what was asked before', () => {
    const rounds = Array.from({ length: 3_000 }, (_, round) => of(round));
    const habits = observing(...rounds);
    const left = rounds.slice(0, 5);
    const expected = observing(...left);
    const answers = ({ followers, followersOfPair, laterThan, neededBy, placesOf, runs, repetitions }: typeof habits) =>
      ['', 'a0', 'a1', 'a2999', 'b0', 'b6', 'c'].map((tool) => [
        followers(tool),
        ['', 'a4', 'a9', 'b1'].map((previous) => followersOfPair(previous, tool)),
        laterThan(tool),
        neededBy(tool),
        placesOf(tool),
        runs.get(tool),
        repetitions.get(tool),
      ]);
    expect(answers(habits)).not.toEqual(answers(expected));
    for (const forgotten of rounds.slice(5)) habits.forget(forgotten);
    expect(answers(habits)).toEqual(answers(expected));
    for (const again of rounds.slice(5)) habits.observe(again);
    expect(answers(habits)).toEqual(answers(observing(...rounds)));
  });
});
