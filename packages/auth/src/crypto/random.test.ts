import { expect, test } from 'vitest';
import { seededBytes } from '../testing/secret-fixtures.js';
import { platformRandomBytes, randomId, randomText } from './random.js';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function chiSquare(text: string, alphabet: string): number {
  const counts = new Map([...alphabet].map((letter) => [letter, 0]));
  for (const letter of text) counts.set(letter, counts.get(letter)! + 1);
  const expected = text.length / alphabet.length;
  return [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

// The 99.9th percentile for 61 degrees of freedom.
const limit = 100.9;

test('every letter is as likely as any other (chi-square, 61 degrees of freedom)', () => {
  expect(chiSquare(randomText(base62, 100_000, seededBytes('letters')), base62)).toBeLessThan(limit);
});

test('the measure finds the bias that a remainder has', () => {
  const biased = [...seededBytes('letters')(100_000)].map((byte) => base62[byte % 62]).join('');
  expect(chiSquare(biased, base62)).toBeGreaterThan(5 * limit);
});

test('bytes beyond the last whole multiple are drawn again', () => {
  const given = [Uint8Array.of(255, 248, 247, 0), Uint8Array.of(254, 61, 62, 1)];
  expect(randomText(base62, 4, () => given.shift()!)).toBe('z0z0');
});

test('the alphabet may have every byte, and a length of 0 is no text', () => {
  const all = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => 256 + code));
  expect(randomText(all, 3, () => Uint8Array.of(0, 128, 255))).toBe(all[0]! + all[128]! + all[255]!);
  expect(randomText(base62, 0, platformRandomBytes)).toBe('');
});

test('an id is a UUID of version 4, of the bytes that it is given', () => {
  expect(randomId(() => new Uint8Array(16))).toBe('00000000-0000-4000-8000-000000000000');
  expect(randomId(() => new Uint8Array(16).fill(255))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
});

test('the platform gives bytes, and others each time', () => {
  expect(platformRandomBytes(16)).toHaveLength(16);
  expect(platformRandomBytes(16)).not.toEqual(platformRandomBytes(16));
});
