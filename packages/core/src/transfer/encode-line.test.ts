import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeLine } from './encode-line.js';
import { decodeVector, encodeVector } from './vector-text.js';

const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toJSON', '1', ''));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, -0),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    text,
    fc.array(tie('value')),
    fc.array(fc.tuple(key, tie('value'))).map((members) => Object.fromEntries(members)),
  ),
}));

test('a line is read back equal, is one line, and survives UTF-8', () => {
  fc.assert(
    fc.property(value, (value) => {
      const line = encodeLine({ value });
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(new TextDecoder('utf-8', { fatal: true }).decode(new TextEncoder().encode(line))).toBe(line);
      const read = JSON.parse(line).value;
      // Unlike `toStrictEqual` it knows a member `__proto__`.
      expect(isDeepStrictEqual(read, value)).toBe(true);
      expect(encodeLine({ value: read })).toBe(line);
    }),
  );
});

test('members come by name, dates in ISO 8601, vectors in base64, and what is undefined is left out', () => {
  const line = encodeLine({ b: new Date(0), a: undefined, vector: Float32Array.of(1, -0), c: { z: 1, y: [-0] } });
  expect(line).toBe('{"b":"1970-01-01T00:00:00.000Z","c":{"y":[-0],"z":1},"vector":"AACAPwAAAIA="}\n');
});

test('a vector keeps every bit; what is none is none', () => {
  fc.assert(
    fc.property(fc.float32Array({ minLength: 1, noNaN: true, noDefaultInfinity: true }), (vector) => {
      expect(decodeVector(encodeVector(vector))).toStrictEqual(vector);
    }),
  );
  const odd = [
    encodeVector(Float32Array.of(1, Number.NaN)),
    encodeVector(Float32Array.of(Infinity)),
    '',
    'AAA=',
    '%',
    'ü',
  ];
  expect(odd.map(decodeVector)).toEqual(odd.map(() => undefined));
});
