import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { equalInConstantTime } from './constant-time.js';
import { createKeyedHash } from './keyed-hash.js';
import { lengthPrefixed } from './length-prefixed.js';
import { sha256 } from './sha256.js';

test('SHA-256 of texts is that of their UTF-8 bytes', async () => {
  for (const text of ['', 'abc', 'é😀']) {
    const expected = createHash('sha256').update(text, 'utf8').digest();
    expect(Buffer.from(await sha256(text))).toEqual(expected);
    expect(Buffer.from(await sha256(new TextEncoder().encode(text)))).toEqual(expected);
  }
});

test('digests are equal where every byte is, and none is missing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), fc.uint8Array({ maxLength: 8 }), (one, other) => {
      expect(equalInConstantTime(one, other)).toBe(Buffer.compare(one, other) === 0);
      expect(equalInConstantTime(one, Uint8Array.from(one))).toBe(true);
    }),
  );
  // A missing byte is not a zero.
  expect(equalInConstantTime(Uint8Array.of(1, 0), Uint8Array.of(1))).toBe(false);
  expect(equalInConstantTime(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
});

test.each(['Node', 'other runtimes'])('a keyed hash is of its key and its text, on %s', async (runtime) => {
  const builtin = vi.spyOn(process, 'getBuiltinModule');
  if (runtime !== 'Node') builtin.mockReturnValue(undefined);
  const [hash, other] = [createKeyedHash(), createKeyedHash()];
  builtin.mockRestore();
  expect(await hash('a')).toMatch(/^[\w-]{43}$/);
  expect(await hash('a')).toBe(await hash('a'));
  expect(await hash('a')).not.toBe(await hash('b'));
  expect(await hash('a')).not.toBe(await other('a'));
});

test('other texts make other bytes, wherever one ends and the next begins', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\0', '\u0001'), maxLength: 4 }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(Buffer.compare(lengthPrefixed(one), lengthPrefixed(other)) === 0).toBe(isSame);
    }),
    { numRuns: 1_000 },
  );
  expect([...lengthPrefixed(['é', ''])]).toEqual([0, 0, 0, 2, 0xc3, 0xa9, 0, 0, 0, 0]);
});
