import { expect, it } from 'vitest';
import type { ObservedExecution } from '../execution.js';
import { verdictOf } from './verdict.js';

function execution(proposed: readonly string[] | undefined, ran: readonly string[], success = true): ObservedExecution {
  // A name with an exclamation mark is a call that failed.
  const tasks = ran.map((name) => ({ toolId: name.replace('!', ''), success: !name.endsWith('!') }));
  return { id: 'e', success, executedAt: 0, proposed, tasks, links: [] };
}

it.each([
  ['what ran is accepted, what did not is rejected', ['a', 'b'], ['a', 'c'], ['0:a'], ['0:b']],
  ['the second of two calls can be rejected alone', ['a', 'a'], ['a'], ['0:a'], ['1:a']],
  ['a second call that nobody proposed is not accepted', ['a'], ['a', 'a'], ['0:a'], []],
  ['a call that failed says neither', ['a', 'b'], ['a!', 'b'], ['0:b'], []],
  ['one that was tried again with success is accepted', ['a'], ['a!', 'a'], ['0:a'], []],
  ['nothing can be said of an empty plan', [], ['a'], [], []],
  ['all of a plan is rejected of which nothing ran', ['a', 'b', 'a'], [], [], ['0:a', '0:b', '1:a']],
])('%s', (_, proposed, ran, accepted, rejected) => {
  const verdict = verdictOf(execution(proposed, ran));
  expect([...verdict!.accepted]).toEqual(accepted);
  expect([...verdict!.rejected]).toEqual(rejected);
});

it('says nothing where nothing was proposed, or where the execution failed', () => {
  expect(verdictOf(execution(undefined, ['a']))).toBeUndefined();
  expect(verdictOf(execution(['a', 'b'], ['a'], false))).toBeUndefined();
  expect(verdictOf(execution(['a'], [], false))).toEqual(verdictOf(execution(['a'], [])));
});
