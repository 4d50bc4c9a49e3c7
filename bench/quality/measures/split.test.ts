import { describe, expect, it } from 'vitest';
import type { DataSet, Side, Workflow } from '../../data/data-set.js';
import { splits, splitWorkflows } from './split.js';

const workflow = (id: string, part: Side, coldPart: Side, officialTest: boolean): Workflow => ({
  id,
  intent: id,
  success: true,
  part,
  coldPart,
  officialTest,
  tasks: [],
});
const set: DataSet = {
  name: 'set',
  tools: [],
  queries: [],
  dependencies: [],
  workflows: [
    workflow('a', 'train', 'eval', false),
    workflow('b', 'eval', 'train', true),
    workflow('c', 'train', 'train', true),
  ],
};

describe('splitWorkflows', () => {
  it('holds out by the mark of each split, and learns from all the rest', () => {
    const idsOf = (split: (typeof splits)[number]) => {
      const { history, held } = splitWorkflows(set, split);
      return [history, held].map((side) => side.map(({ id }) => id).join(''));
    };
    expect(splits.map(idsOf)).toEqual([
      ['ac', 'b'],
      ['bc', 'a'],
      ['a', 'bc'],
    ]);
  });
});
