import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeJson, encodeJson } from './json.js';

const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('\0', '\u0001', '\u0002', '\uD83D', '\uDE00', '\uE000', '\uE800', '\\', 'u0000', '"', 'n'))
    .map((parts) => parts.join('')),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    hostileText,
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(hostileText, fc.constant('__proto__')), tie('value'), { noNullPrototype: true }),
  ),
})).value;

test('every JSON value comes back with all its strings and keys', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.stringify(decodeJson(encodeJson(value)))).toBe(JSON.stringify(value));
    }),
    { numRuns: 500 },
  );
});

test('what PostgreSQL refuses is not in the text', () => {
  fc.assert(
    fc.property(json, (value) => {
      const stored = encodeJson(value).replaceAll('\\\\', '');
      expect(stored).not.toMatch(/\\u0000|\\ud[89a-f]/);
      expect(stored).not.toMatch(/\p{Cs}/u);
    }),
  );
});

test('a cyclic value is refused', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  expect(() => encodeJson(cyclic)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});
