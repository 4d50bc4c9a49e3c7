import assert from 'node:assert/strict';
import { expectEqual } from '../expect.js';
import type { KvCase } from './kv-case.js';

/** Keys that databases, file systems and encodings take for the same, or for something else than a key. */
const hostileKeys = [
  'a',
  'A',
  'ä',
  'a\u0308',
  'a ',
  ' a',
  'a\n',
  'a\u0000',
  'a\u0000b',
  'a:b',
  'a/b',
  'a\\b',
  'a:/b',
  'a::b',
  ':a',
  'a:',
  'a/',
  '/a',
  'a.b',
  '.',
  '..',
  '../a',
  'a*',
  '*',
  'a?b',
  'a#b',
  'a$',
  'a_3a',
  'a%3Ab',
  'a{b}',
  '{a}b',
  '0',
  '00',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  'auth/session:a',
  'auth/session:A',
  '😀',
  '日本',
  '\u202Ea',
  '',
];
const long = 'k'.repeat(511);

export const textCases: readonly KvCase[] = [
  {
    name: 'keys that look alike are different keys',
    promise: 'keys of up to 512 UTF-8 bytes that differ in one character are different keys',
    async check({ open }) {
      const store = await open();
      const keys = [...hostileKeys, `${long}a`, `${long}b`, long, 'é'.repeat(256), `${'é'.repeat(255)}è`];
      for (const [index, key] of keys.entries()) {
        expectEqual(await store.get(key), undefined, `nothing is under ${JSON.stringify(key)} before`);
        assert.equal(
          await store.setIfAbsent(key, `value ${index}`),
          true,
          `${JSON.stringify(key)} is a key of its own`,
        );
      }
      for (const [index, key] of keys.entries()) {
        expectEqual(await store.take(key), `value ${index}`, `what is under ${JSON.stringify(key)}`);
      }
    },
  },
  {
    name: 'values of every kind come back equal',
    promise: 'values of up to 16 KiB come back equal',
    async check({ open }) {
      const store = await open();
      const values = [
        ...hostileKeys,
        'true',
        '{"a":1}',
        '{"__proto__":1}',
        '[1, 2]',
        '"quoted"',
        ' 1.50 ',
        '1e3',
        '-0',
        'NaN',
        'line\r\nline\n',
        '\ufeffmark',
        'x'.repeat(16_384),
        '"'.repeat(16_384),
        'é'.repeat(8_192),
        '😀'.repeat(4_096),
        `${'\u0000'.repeat(16_000)}日`,
      ];
      for (const value of values) {
        await store.set('set', value);
        expectEqual(await store.get('set'), value, 'get');
        expectEqual(await store.setIfAbsent('absent', value), true, 'setIfAbsent');
        expectEqual(await store.take('absent'), value, 'take');
      }
    },
  },
  {
    name: 'stores of different names see nothing of each other, though the names begin alike',
    promise: 'What is in one store is in no other, though they share a database',
    async check({ open, newName }) {
      const name = newName();
      const one = await open(name);
      const other = await open(`${name}-b`);
      await one.set('key', 'of one');
      await one.set('-bkey', 'of one');
      expectEqual(await other.get('key'), undefined, 'get');
      expectEqual(await other.increment('key'), 1, 'increment');
      expectEqual(await one.get('key'), 'of one', 'get');
      expectEqual(await one.get('-bkey'), 'of one', 'get');
      expectEqual(await other.delete('key'), true, 'delete');
      expectEqual(await one.take('key'), 'of one', 'take');
    },
  },
];
