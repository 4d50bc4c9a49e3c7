import { createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { platformRandomBytes } from './random.js';
import { seal, sealingKey, sealOverhead, unseal } from './sealed-bytes.js';

const keyBytes = Uint8Array.from({ length: 32 }, (_, index) => index);
const associatedData = Uint8Array.of(1, 2, 3);

test('another implementation opens it by the layout that is written down', async () => {
  const key = await sealingKey(keyBytes);
  const nonce = Uint8Array.from({ length: 12 }, (_, index) => 100 + index);
  const sealed = await seal(Uint8Array.of(7, 8, 9), { key, associatedData, randomBytes: () => nonce });
  expect(sealed).toHaveLength(3 + sealOverhead);
  expect(sealed[0]).toBe(1);
  expect(sealed.slice(1, 13)).toEqual(nonce);
  const decipher = createDecipheriv('aes-256-gcm', keyBytes, nonce).setAAD(associatedData);
  decipher.setAuthTag(sealed.slice(-16));
  expect([...decipher.update(sealed.slice(13, -16)), ...decipher.final()]).toEqual([7, 8, 9]);
});

test('bytes come back, and the same ones are sealed otherwise each time', async () => {
  const key = await sealingKey(keyBytes);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const parameters = { key, associatedData, randomBytes: platformRandomBytes };
      const [one, other] = [
        await seal(Uint8Array.from(bytes), parameters),
        await seal(Uint8Array.from(bytes), parameters),
      ];
      expect(await unseal(one, parameters)).toEqual(Uint8Array.from(bytes));
      expect(one).not.toEqual(other);
    }),
    { numRuns: 50 },
  );
});

test('nothing is opened that was cut, lengthened or changed, by another key or with other associated data', async () => {
  const key = await sealingKey(keyBytes);
  const sealed = await seal(Uint8Array.of(7), { key, associatedData, randomBytes: platformRandomBytes });
  for (let length = 0; length < sealed.length; length++) {
    expect(await unseal(sealed.slice(0, length), { key, associatedData })).toBeUndefined();
  }
  expect(await unseal(Uint8Array.from([...sealed, 0]), { key, associatedData })).toBeUndefined();
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = Uint8Array.from(sealed);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    expect(await unseal(flipped, { key, associatedData })).toBeUndefined();
  }
  const otherKey = await sealingKey(Uint8Array.from(keyBytes).fill(1, 31));
  expect(await unseal(sealed, { key: otherKey, associatedData })).toBeUndefined();
  expect(await unseal(sealed, { key, associatedData: Uint8Array.of(1, 2) })).toBeUndefined();
  expect(await unseal(sealed, { key, associatedData })).toEqual(Uint8Array.of(7));
});

test('a key is a copy that cannot be had back', async () => {
  const bytes = Uint8Array.from(keyBytes);
  const importing = sealingKey(bytes);
  bytes.fill(0);
  const key = await importing;
  const sealed = await seal(Uint8Array.of(7), { key, associatedData, randomBytes: platformRandomBytes });
  expect(await unseal(sealed, { key: await sealingKey(keyBytes), associatedData })).toEqual(Uint8Array.of(7));
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
});
