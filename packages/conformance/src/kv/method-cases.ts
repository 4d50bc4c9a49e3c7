import assert from 'node:assert/strict';
import { expectCode } from '../expect.js';
import type { KvCase } from './kv-case.js';

export const methodCases: readonly KvCase[] = [
  {
    name: 'get: there is what was written last, or nothing',
    promise: 'The value, or undefined where there is none',
    async check({ open }) {
      const store = await open();
      assert.equal(await store.get('key'), undefined);
      await store.set('key', 'first');
      await store.set('key', 'second');
      assert.equal(await store.get('key'), 'second');
      assert.equal(await store.get('key'), 'second', 'reading leaves it there');
    },
  },
  {
    name: 'delete: it says whether there was something',
    promise: 'Removes the entry. True where there was one.',
    async check({ open }) {
      const store = await open();
      assert.equal(await store.delete('key'), false);
      await store.set('key', '');
      await store.set('other', 'stays');
      assert.equal(await store.delete('key'), true, 'an empty value is a value');
      assert.equal(await store.delete('key'), false);
      assert.equal(await store.get('key'), undefined);
      assert.equal(await store.get('other'), 'stays');
    },
  },
  {
    name: 'increment: it counts, from nothing and from what was written',
    promise: 'Adds one to the whole number that is stored, 0 where there is none, and returns the sum',
    async check({ open }) {
      const store = await open();
      assert.equal(await store.increment('from nothing'), 1);
      assert.equal(await store.increment('from nothing'), 2);
      for (const [written, sum] of [
        ['41', 42],
        ['-1', 0],
        ['9999999999', 10_000_000_000],
      ] as const) {
        await store.set('written', written);
        assert.equal(await store.increment('written'), sum);
      }
      await store.delete('from nothing');
      assert.equal(await store.increment('from nothing'), 1);
    },
  },
  {
    name: 'increment: the number can be read, taken and found there',
    promise: '`get` reads the number as decimal text',
    async check({ open }) {
      const store = await open();
      for (let count = 1; count <= 12; count++) await store.increment('key');
      assert.equal(await store.get('key'), '12');
      assert.equal(await store.setIfAbsent('key', 'other'), false);
      assert.equal(await store.take('key'), '12');
      await store.set('large', '123456789012344');
      await store.increment('large');
      assert.equal(await store.get('large'), '123456789012345');
    },
  },
  {
    name: 'increment: what is no whole number stays as it is',
    promise: 'An entry that holds no whole number rejects with `KV_FAILED`',
    async check({ open }) {
      const store = await open();
      for (const text of ['text', '', '1.5', ' 1', '1 ', '1e3', '0x10', '1\n', '+1', 'NaN', 'null']) {
        await store.set('key', text);
        await expectCode(() => store.increment('key'), 'KV_FAILED');
        assert.equal(await store.get('key'), text);
      }
    },
  },
  {
    name: 'setIfAbsent: what is there stays',
    promise: 'Writes only where there is no entry',
    async check({ open }) {
      const store = await open();
      assert.equal(await store.setIfAbsent('key', ''), true);
      assert.equal(await store.setIfAbsent('key', 'second'), false, 'an empty value is an entry');
      assert.equal(await store.get('key'), '');
      await store.delete('key');
      assert.equal(await store.setIfAbsent('key', 'third'), true);
      assert.equal(await store.get('key'), 'third');
    },
  },
];
