import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { KeyValueStore } from '@agentcards/auth';
import { expectCode, expectEqual, rejectionOf } from '../expect.js';
import type { KvCase } from './kv-case.js';

const key = 'auth/session:canary-of-a-key';
const value = 'canary-of-a-value';

/** Every method of a store. */
function calls(store: KeyValueStore): (() => Promise<unknown>)[] {
  return [
    () => store.get(key),
    () => store.set(key, value),
    () => store.delete(key),
    () => store.take(key),
    () => store.increment(key),
    () => store.setIfAbsent(key, value),
  ];
}

function expectNoCanary(error: unknown): void {
  const whole = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null });
  assert.ok(!whole.includes('canary-of-a'), 'the error has the text of a key or a value in it');
}

export const lifeCases: readonly KvCase[] = [
  {
    name: 'it names its version, and is as atomic as it is said to be',
    promise: 'Between whom the methods are atomic',
    async check({ open, atomicity }) {
      const store = await open();
      expectEqual(store.specificationVersion, 1, 'specificationVersion');
      expectEqual(store.atomicity, atomicity, 'atomicity');
    },
  },
  {
    name: 'failures: nothing is absent because it could not be looked for',
    promise: 'it never answers as though the entry were absent',
    needs: 'unreachable',
    async check({ openUnreachable }) {
      const store = await openUnreachable();
      for (const call of calls(store)) await expectCode(call, 'KV_FAILED');
    },
  },
  {
    name: 'failures: no error has a key or a value in it',
    promise: 'The text of keys and values is in no error',
    needs: 'unreachable',
    async check({ open, openUnreachable }) {
      const unreachable = await openUnreachable();
      for (const call of calls(unreachable)) expectNoCanary(await rejectionOf(call));
      const store = await open();
      await store.set(key, value);
      expectNoCanary(await rejectionOf(() => store.increment(key)));
    },
  },
  {
    name: 'close: nothing is answered after it, and others work on',
    promise: 'Every call after it rejects with `CLOSED`',
    async check({ openAll, open }) {
      const [store, second = await open()] = await openAll();
      await second.set(key, value);
      await store.close();
      await store.close();
      for (const call of calls(store)) await expectCode(call, 'CLOSED');
      expectEqual(await second.get(key), value, 'get');
    },
  },
];
