import fc from 'fast-check';
import { expect, test } from 'vitest';
import { count, duration, fit, row, wrap } from './format.js';

test('numbers as people write them', () => {
  expect([count(7), count(357_995)]).toEqual(['7', '357,995']);
  expect([0.4, 999.4, 999.5, 61_000].map(duration)).toEqual(['0 ms', '999 ms', '1.0 s', '61.0 s']);
});

test('cells are cut or filled to their columns, to the left or to the right', () => {
  expect(row(['server', '14', 'x'], [8, -5, 3])).toBe('server       14  x');
  expect(row(['a long name', '123456', 'abc'], [5, -4, 3])).toBe('a lo…  123…  abc');
});

test('a row is never wider than its columns', () => {
  const cells = fc.array(
    fc.tuple(
      fc.string(),
      fc.integer({ min: -20, max: 20 }).filter((width) => width !== 0),
    ),
  );
  fc.assert(
    fc.property(cells, (pairs) => {
      const widths = pairs.map(([, width]) => width);
      const room = widths.reduce((sum, width) => sum + Math.abs(width) + 2, -2);
      expect(
        row(
          pairs.map(([text]) => text),
          widths,
        ).length,
      ).toBeLessThanOrEqual(Math.max(0, room));
    }),
  );
});

test('wrapping keeps every word and the width', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (words) => {
      const lines = wrap(words.join('\n'), 12);
      expect(lines.join(' ')).toBe(words.join(' '));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(12);
    }),
  );
});

test('what does not fit ends in an ellipsis', () => {
  expect([fit('abc', 3), fit('abcd', 3)]).toEqual(['abc', 'ab…']);
});
