import { expect, test } from 'vitest';
import { fedBy } from './workflow.js';

const task = (toolId: string, args: object, output: unknown) => ({
  id: toolId,
  toolId,
  success: true,
  arguments: args,
  output,
});
const find = task('find', { pattern: '*x*' }, { content: [{ type: 'text', text: '/notes/x.md\n' }] });
const read = task('read', { path: '/notes/x.md' }, { content: [{ type: 'text', text: 'Owner: ada@example.com' }] });

test('an argument is traced to the latest output that has its text, at any depth', () => {
  expect(fedBy(read, [find])).toEqual({ argument: 'path', source: 'find' });
  const keep = task('keep', { entities: [{ name: 'ada@example.com' }] }, {});
  expect(fedBy(keep, [find, read])).toEqual({ argument: 'entities', source: 'read' });
  expect(fedBy(keep, [find])).toBeUndefined();
});
