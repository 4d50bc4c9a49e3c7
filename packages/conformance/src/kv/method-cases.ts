import { expectCode, expectEqual } from '../expect.js';
import type { KvCase } from './kv-case.js';

export const methodCases: readonly KvCase[] = [
  {
    name: 'get: there is what was written last, or nothing',
    promise: 'The value, or undefined where there is none',
    async check({ open }) {
      const store = await open();
      expectEqual(await store.get('key'), undefined, 'get');
      await store.set('key', 'first');
      await store.set('key', 'second');
      expectEqual(await store.get('key'), 'second', 'get');
      expectEqual(await store.get('key'), 'second', 'reading leaves it there');
    },
  },
  {
    name: 'delete: it says whether there was something',
    promise: 'Removes the entry. True where there was one.',
    async check({ open }) {
      const store = await open();
      expectEqual(await store.delete('key'), false, 'delete');
      await store.set('key', '');
      await store.set('other', 'stays');
      expectEqual(await store.delete('key'), true, 'an empty value is a value');
      expectEqual(await store.delete('key'), false, 'delete');
      expectEqual(await store.get('key'), undefined, 'get');
      expectEqual(await store.get('other'), 'stays', 'get');
    },
  },
  {
    name: 'increment: it counts, from nothing and from what was written',
    promise: 'Adds one to the whole number that is stored, 0 where there is none, and returns the sum',
    async check({ open }) {
      const store = await open();
      expectEqual(await store.increment('from nothing'), 1, 'increment');
      expectEqual(await store.increment('from nothing'), 2, 'increment');
      for (const [written, sum] of [
        ['41', 42],
        ['-1', 0],
        ['9999999999', 10_000_000_000],
      ] as const) {
        await store.set('written', written);
        expectEqual(await store.increment('written'), sum, 'increment');
      }
      await store.delete('from nothing');
      expectEqual(await store.increment('from nothing'), 1, 'increment');
    },
  },
  {
    name: 'increment: the number can be read, taken and found there',
    promise: '`get` reads the number as decimal text',
    async check({ open }) {
      const store = await open();
      for (let count = 1; count <= 12; count++) await store.increment('key');
      expectEqual(await store.get('key'), '12', 'get');
      expectEqual(await store.setIfAbsent('key', 'other'), false, 'setIfAbsent');
      expectEqual(await store.take('key'), '12', 'take');
      await store.set('large', '123456789012344');
      await store.increment('large');
      expectEqual(await store.get('large'), '123456789012345', 'get');
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
        expectEqual(await store.get('key'), text, 'get');
      }
    },
  },
  {
    name: 'setIfAbsent: what is there stays',
    promise: 'Writes only where there is no entry',
    async check({ open }) {
      const store = await open();
      expectEqual(await store.setIfAbsent('key', ''), true, 'setIfAbsent');
      expectEqual(await store.setIfAbsent('key', 'second'), false, 'an empty value is an entry');
      expectEqual(await store.get('key'), '', 'get');
      await store.delete('key');
      expectEqual(await store.setIfAbsent('key', 'third'), true, 'setIfAbsent');
      expectEqual(await store.get('key'), 'third', 'get');
    },
  },
];
