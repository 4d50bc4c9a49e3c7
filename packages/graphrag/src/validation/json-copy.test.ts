import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonCopy } from './json-copy.js';

describe('a JSON copy', () => {
  it('equals what JSON would carry, with sorted keys, and is frozen', () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(record, (value) => {
        const copy = jsonCopy(value, 'value');
        expect(copy).toEqual(JSON.parse(JSON.stringify(value)));
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(JSON.stringify(jsonCopy(reversed, 'value'))).toBe(JSON.stringify(copy));
        expect(Object.isFrozen(copy)).toBe(true);
      }),
    );
  });

  it('keeps keys of any name and leaves out what JSON leaves out', () => {
    const value = JSON.parse('{"__proto__": {"polluted": true}, "b": 1, "a": 2}');
    const copy = jsonCopy({ ...value, list: [undefined, () => 1, NaN, -0], drop: undefined }, 'value');
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":true},"a":2,"b":1,"list":[null,null,null,0]}');
    expect(copy).toHaveProperty('list', [null, null, null, 0]);
    expect('polluted' in copy).toBe(false);
  });

  it('refuses what contains itself, is too deep or too large', () => {
    const ring: { self?: object } = {};
    ring.self = ring;
    let deep: object = {};
    for (let depth = 0; depth < 5_000; depth++) deep = { deep };
    let shared: object = {};
    for (let doubling = 0; doubling < 60; doubling++) shared = { left: shared, right: shared };
    for (const hostile of [ring, deep, shared]) {
      expect(() => jsonCopy(hostile, 'schema')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    }
  });
});
