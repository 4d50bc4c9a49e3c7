import { describe, expect, it } from 'vitest';
import type { DataSet } from '../data/data-set.js';
import { traceWorkflows } from './made-values.js';

const text = { type: 'string' };
const tool = (id: string, inputSchema: Record<string, unknown>) => ({
  id,
  server: '',
  name: id,
  description: '',
  inputSchema,
});
const set: DataSet = {
  name: 'small',
  queries: [],
  dependencies: [],
  tools: [
    tool('find', { properties: { query: text } }),
    tool('list', { properties: { user_id: text, sort: { enum: ['up', 'down'] } }, required: ['user_id', 'sort'] }),
    tool('send', { properties: { to: text, amount: { type: 'number' } }, required: ['to', 'amount'] }),
  ],
  workflows: Array.from({ length: 20 }, (_, index) => ({
    id: `w${index}`,
    intent: 'send it',
    success: true,
    part: 'train' as const,
    coldPart: 'train',
    officialTest: false as const,
    tasks: [
      { id: 'a', tool: 'find', dependsOn: [], ok: true },
      { id: 'b', tool: 'list', dependsOn: ['a'], ok: true },
      { id: 'c', tool: 'send', dependsOn: ['a', 'b'], ok: true },
    ],
  })),
};

/** All texts and numbers, those of carried JSON included. */
function leaves(value: unknown): unknown[] {
  if (typeof value === 'string' && value.startsWith('{')) return leaves(JSON.parse(value));
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

describe('made-up values', () => {
  it('let every dependency fill one argument, by a value that the output had', () => {
    for (const { tasks, flows } of traceWorkflows(set, 1)) {
      expect(flows.map(({ from, to }) => `${from} → ${to}`)).toEqual(['find → list', 'find → send', 'list → send']);
      expect(flows.map(({ argument }) => argument).sort()).toEqual(['amount', 'to', 'user_id']);
      for (const { from, to, argument, path } of flows) {
        const value = tasks.find(({ tool: id }) => id === to)!.arguments[argument];
        const given = leaves(tasks.find(({ tool: id }) => id === from)!.output);
        if (path !== undefined) expect(given).toContain(value);
        else expect(given.join()).toContain(`is ${value},`);
      }
    }
  });

  it('go the same way between the same two tools, whatever the seed, and are the same under the same seed', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => traceWorkflows(set, seed));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
    expect(new Set([...one!, ...other!].map(({ flows }) => JSON.stringify(flows))).size).toBe(1);
  });
});
