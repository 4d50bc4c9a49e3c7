import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, frozenJson, storableText } from './json.js';

test('key order does not matter, everything else does', () => {
  expect(canonicalJson({ b: [1, { d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":null,"d":1}]}');
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

test('a JSON value comes back as JSON.parse gives it', () => {
  const json = fc.jsonValue().filter((value) => !/\\u0000|\\ud/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(
      json,
      (value) => void expect(frozenJson(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value))),
    ),
  );
});

test('prototype keys stay plain own keys', () => {
  const copy = frozenJson(canonicalJson(JSON.parse('{"__proto__":{"polluted":true},"constructor":1}')));
  expect(Object.keys(copy as object)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('holes in an array are null', () => {
  const holed: number[] = [];
  holed[1] = 1;
  expect(canonicalJson(holed)).toBe('[null,1]');
});

test('a copy is frozen through and through', () => {
  const copy = frozenJson('{"a":{"b":[1]}}') as { a: { b: number[] } };
  expect(() => copy.a.b.push(2)).toThrow(TypeError);
});

test.each<[string, () => unknown]>([
  [
    'cyclic',
    () => {
      const node: Record<string, unknown> = {};
      node.self = [node, node];
      return node;
    },
  ],
  ['deep', () => JSON.parse('['.repeat(5_000) + ']'.repeat(5_000))],
  ['wide', () => Array.from({ length: 200_000 }, () => 0)],
  ['long', () => 'x'.repeat(2_000_000)],
])('%s values end with a coded error', (_kind, make) => {
  expect(() => canonicalJson(make())).toThrowError(expect.objectContaining({ code: 'TOOL_DEFINITION_TOO_LARGE' }));
});

test('what PostgreSQL cannot store is replaced', () => {
  expect(storableText('a\u0000b\ud800c😀')).toBe('a\uFFFDb\uFFFDc😀');
  expect(canonicalJson({ '\u0000': '\udc00' })).toBe('{"\uFFFD":"\uFFFD"}');
});
