import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storageKeyOf } from './storage-key.js';

const key = fc.string({ unit: 'binary', maxLength: 300 });

/** Short keys of characters that are escaped, or that escapes are made of. */
const alike = fc.string({ unit: fc.constantFrom('a', 'A', '_', '-', ':', '/', '3', '4', '1', 'f', 'é'), maxLength: 4 });

test('different keys have different names', () => {
  fc.assert(
    fc.property(alike, alike, (one, other) => {
      fc.pre(one !== other);
      expect(storageKeyOf(one)).not.toBe(storageKeyOf(other));
    }),
    { numRuns: 5_000 },
  );
});

test('names are of characters that nothing changes, in parts that every file system takes', () => {
  fc.assert(
    fc.property(key, (text) => {
      for (const part of storageKeyOf(text).split(':')) expect(part).toMatch(/^[a-z\d_]{1,120}-?$/);
    }),
  );
});

test('no name is the folder of another', () => {
  const lengths = fc.tuple(fc.constantFrom(119, 120, 121, 240, 241), fc.constantFrom(0, 1, 119, 120, 121, 240));
  fc.assert(
    fc.property(lengths, ([length, more]) => {
      const folders = storageKeyOf('a'.repeat(length + more))
        .split(':')
        .slice(0, -1);
      expect(folders).not.toContain(storageKeyOf('a'.repeat(length)).split(':').at(-1));
    }),
  );
});

test('the empty key has a name', () => {
  expect(storageKeyOf('')).toBe('_');
});
