import { expect, it } from 'vitest';
import { repetitionOf } from './repetition.js';

const day = 86_400_000;
const execution = (intent: string | undefined, executedAt: number, ...tools: string[]) => ({
  ...(intent !== undefined && { intent }),
  success: true,
  executedAt,
  tasks: tools.map((toolId) => ({ toolId, success: true })),
  links: [],
});

it('executions repeat each other on one day by their intents, else by their tools', () => {
  const name = (...parts: Parameters<typeof execution>) => repetitionOf(execution(...parts));
  expect(name('Refund  the order ', 0, 'a')).toBe(name('refund the order', day - 1, 'b'));
  expect(name('refund', 0, 'a')).not.toBe(name('refund', day, 'a'));
  expect(name('refund', -1, 'a')).not.toBe(name('refund', 0, 'a'));
  expect(name('refund', 0, 'a')).not.toBe(name('cancel', 0, 'a'));
  expect(name(undefined, 0, 'a', 'b')).toBe(name(undefined, 5, 'a', 'b'));
  expect(name(undefined, 0, 'a', 'b')).not.toBe(name(undefined, 0, 'b', 'a'));
  expect(name(undefined, 0, 'a')).not.toBe(name('["a"]', 0, 'a'));
});
