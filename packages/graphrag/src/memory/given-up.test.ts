import { describe, expect, it } from 'vitest';
import type { ObservedExecution } from '../execution.js';
import type { Neighbour } from './freshness.js';
import { withoutGivenUp } from './given-up.js';

const everything = () => true;

/** A neighbour that called these tools; those with a mark failed. */
function ran(executedAt: number, tools: readonly string[], success = true, similarity = 1): Neighbour {
  const tasks = tools.map((name) => ({ toolId: name.replace('!', ''), success: !name.endsWith('!') }));
  const execution: ObservedExecution = { id: `at ${executedAt}`, success, executedAt, tasks, links: [] };
  return { execution, similarity, freshness: 1 };
}

function sharesOf(all: readonly Neighbour[], isVisible: (toolId: string) => boolean = everything): number[] {
  const succeeded = all.filter(({ execution }) => execution.success);
  const failed = all.filter(({ execution }) => !execution.success);
  return withoutGivenUp(succeeded, { succeeded, failed }, isVisible).map(({ freshness }) => freshness);
}

const before = [ran(1, ['find', 'refund']), ran(2, ['find', 'refund'])];
const inVain = [ran(3, ['find', 'refund!'], false), ran(4, ['find', 'refund!'], false)];
const instead = ran(5, ['find', 'reverse']);

describe('examples that were given up', () => {
  it('count half for each failure since the tool last succeeded, once something else is done instead', () => {
    expect(sharesOf([...before, ...inVain, instead])).toEqual([0.25, 0.25, 1]);
  });

  it('stay what they are while nothing else is done instead', () => {
    expect(sharesOf([...before, ...inVain])).toEqual([1, 1]);
    expect(sharesOf([...before, ...inVain, ran(5, ['find'])])).toEqual([1, 1, 1]);
    expect(sharesOf([...before, ran(2.5, ['find', 'reverse']), ...inVain])).toEqual([1, 1, 1]);
  });

  it('are good again when the tool succeeds again, whatever became of the execution', () => {
    expect(sharesOf([...before, ...inVain, instead, ran(6, ['find', 'refund'])])).toEqual([1, 1, 1, 1]);
    expect(sharesOf([...before, ...inVain, instead, ran(6, ['refund', 'mail!'], false)])).toEqual([1, 1, 1]);
  });

  it('are not given up for what is done because of the failure, in the same execution', () => {
    const rolledBack = [3, 4, 5].map((at) => ran(at, ['find', 'refund!', 'apologise']));
    expect(sharesOf([...before, ...rolledBack])).toEqual([1, 1, 1, 1, 1]);
  });

  it('are not given up for a tool that ran beside it where it succeeded', () => {
    const thorough = ran(0.5, ['find', 'refund', 'reverse']);
    expect(sharesOf([thorough, ...before, ...inVain, instead])).toEqual([1, 1, 1, 1]);
  });

  it('are judged by what was asked for about the same alone', () => {
    const other = ran(5, ['joke'], true, 0.5);
    expect(sharesOf([...before, ...inVain, other])).toEqual([1, 1, 1]);
    const elsewhere = inVain.map((neighbour) => ({ ...neighbour, similarity: 0.5 }));
    expect(sharesOf([...before, ...elsewhere, instead])).toEqual([1, 1, 1]);
  });

  it('are judged neither by hidden tools nor by what has no time', () => {
    expect(sharesOf([...before, ...inVain, instead], (id) => id !== 'refund')).toEqual([1, 1, 1]);
    expect(sharesOf([...before, ...inVain, instead], (id) => id !== 'reverse')).toEqual([1, 1, 1]);
    expect(sharesOf([...before, ran(0, ['refund!'], false), instead])).toEqual([1, 1, 1]);
  });
});
