import fc from 'fast-check';
import { expect, test } from 'vitest';
import { platformRandomBytes } from '../crypto/random.js';
import { createApiKey, isApiKey } from './api-key-format.js';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const keys = fc.constant(null).map(() => createApiKey(platformRandomBytes));

test('what was made is a key', () => {
  for (let turn = 0; turn < 1_000; turn++) expect(isApiKey(createApiKey(platformRandomBytes))).toBe(true);
});

test('one letter that is another, and two that changed places, are noticed', () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 3, max: 48 }), fc.constantFrom(...letters), (key, at, letter) => {
      fc.pre(key[at] !== letter);
      expect(isApiKey(key.slice(0, at) + letter + key.slice(at + 1))).toBe(false);
    }),
  );
  fc.assert(
    fc.property(keys, fc.integer({ min: 3, max: 47 }), (key, at) => {
      fc.pre(key[at] !== key[at + 1]);
      expect(isApiKey(key.slice(0, at) + key[at + 1]! + key[at]! + key.slice(at + 2))).toBe(false);
    }),
  );
});

test('no other text is one', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => !isApiKey(text)));
  const key = createApiKey(platformRandomBytes);
  for (const text of [`${key}\n`, ` ${key}`, key.replace('ac_', 'AC_'), `${key}${key}`])
    expect(isApiKey(text)).toBe(false);
});

test('the checksum is CRC-32 as everybody computes it', () => {
  // All zeros: the body is ac_ and forty times 0. zlib.crc32 of it, in base 62.
  const key = createApiKey((length) => new Uint8Array(length));
  const body = `ac_${'0'.repeat(40)}`;
  expect(key.slice(0, -6)).toBe(body);
  let rest = [...key.slice(-6)].reduce((sum, digit) => sum * 62 + letters.indexOf(digit), 0);
  // Appending the CRC, least significant byte first, to what it is of leaves the residue of CRC-32.
  const bytes = [...new TextEncoder().encode(body)];
  for (let place = 0; place < 4; place++, rest = Math.floor(rest / 256)) bytes.push(rest % 256);
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  expect(crc >>> 0).toBe(0xdebb20e3);
});
