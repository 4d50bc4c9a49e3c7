import fc from 'fast-check';
import { expect, test } from 'vitest';
import { halfBits } from './half.js';

/** The value of binary16 bits, by the definition of IEEE 754. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

test('each of the 65,536 halves is its own nearest half', () => {
  for (let bits = 0; bits < 0x1_0000; bits++) {
    const value = halfValue(bits);
    if (Number.isNaN(value)) expect(halfBits(value)).toBe(0x7e00);
    else if (halfBits(value) !== bits) expect.fail(`${bits} became ${halfBits(value)}`);
  }
});

test('other numbers go to the nearest half, ties to the even one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7bfe }), fc.double({ min: 0, max: 1, noNaN: true }), (bits, share) => {
      const [below, above] = [halfValue(bits), halfValue(bits + 1)];
      const value = Math.fround(below + (above - below) * share);
      const middle = (below + above) / 2;
      const nearest = value === middle ? bits + (bits % 2) : value < middle ? bits : bits + 1;
      expect(halfBits(value)).toBe(nearest);
      expect(halfBits(-value)).toBe(nearest | 0x8000);
    }),
    {
      numRuns: 2_000,
      examples: [
        [0x3c00, 0.5],
        [0x3c01, 0.5],
        [0, 0.5],
        [0x3ff, 0.5],
        [0x7bfe, 0.5],
      ],
    },
  );
});

test('what is too large is infinite', () => {
  expect([65_519, 65_520, 1e38].map(halfBits)).toEqual([0x7bff, 0x7c00, 0x7c00]);
});
