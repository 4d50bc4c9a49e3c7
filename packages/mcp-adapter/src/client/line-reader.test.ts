import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineReader } from './line-reader.js';

test('lines do not depend on how the bytes were cut', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'é', '🌍', '\n', '\r') }),
      fc.array(fc.nat(40)),
      (text, cuts) => {
        const lines: string[] = [];
        const read = createLineReader((line) => lines.push(line), 1_000);
        let rest = Buffer.from(text);
        for (const cut of cuts) {
          read(rest.subarray(0, cut));
          rest = rest.subarray(cut);
        }
        read(rest);
        expect(lines).toEqual(text.split('\n').slice(0, -1));
      },
    ),
  );
});

test('a line that does not end is refused, however it comes', () => {
  const read = createLineReader(() => undefined, 10);
  expect(read(Buffer.from('0123456789\n0123456789'))).toBe(true);
  expect(read(Buffer.from('x'))).toBe(false);
});
