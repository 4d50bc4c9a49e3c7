import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SparseMatrix } from './sparse-matrix.js';

const changes = fc.array(
  fc.record({
    row: fc.nat(40),
    column: fc.oneof(fc.nat(9), fc.nat(1 << 30)),
    amount: fc.integer({ min: -3, max: 3 }).filter((amount) => amount !== 0),
  }),
  { maxLength: 400 },
);

const sorted = (entries: Iterable<readonly number[]>) => Array.from(entries, (entry) => entry.join(' ')).sort();

it('holds the sums that maps in maps hold', () => {
  fc.assert(
    fc.property(changes, (all) => {
      const matrix = new SparseMatrix();
      const sums = new Map<string, number>();
      for (const { row, column, amount } of all) {
        const sum = (sums.get(`${row} ${column}`) ?? 0) + amount;
        sums.set(`${row} ${column}`, sum);
        expect(matrix.add(row, column, amount)).toBe(sum);
      }
      const expected = Array.from(sums).filter(([, sum]) => sum !== 0);
      expect(sorted(matrix)).toEqual(expected.map(([key, sum]) => `${key} ${sum}`).sort());
      for (let row = 0; row <= 41; row++) {
        const ofRow = expected.filter(([key]) => key.startsWith(`${row} `)).map(([key, sum]) => `${key} ${sum}`);
        expect(sorted(Array.from(matrix.row(row), (entry) => [row, ...entry]))).toEqual(ofRow.sort());
      }
      for (const { row, column } of all) expect(matrix.get(row, column)).toBe(sums.get(`${row} ${column}`));
      expect(matrix.get(41, 0)).toBe(0);
    }),
  );
});

it('says when most of it has become 0', () => {
  const matrix = new SparseMatrix();
  const add = (amount: number, count: number) => {
    for (let column = 0; column < count; column++) matrix.add(0, column, amount);
  };
  add(1, 2_000);
  add(-1, 1_000);
  expect(matrix.isMostlyZero).toBe(false);
  add(1, 1_000);
  add(-1, 1_100);
  expect(matrix.isMostlyZero).toBe(true);
});
