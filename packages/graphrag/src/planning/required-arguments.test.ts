import { describe, expect, it } from 'vitest';
import { listedArguments, requiredArguments } from './required-arguments.js';

describe('requiredArguments', () => {
  it('lists what a schema requires, with the schema of each', () => {
    const order = { type: 'string' };
    const inputSchema = { properties: { order, note: {} }, required: ['order', 'unknown', 'order'] };
    expect(requiredArguments({ inputSchema })).toEqual([
      { name: 'order', schema: order },
      { name: 'unknown', schema: {} },
    ]);
  });

  it.each([
    [undefined],
    [null],
    [{}],
    [{ required: 'order' }],
    [{ required: [7, null] }],
    [{ required: [], properties: 'none' }],
  ])('requires nothing by %j', (inputSchema) => {
    expect(requiredArguments({ inputSchema })).toEqual([]);
  });

  it('reads what a schema refers to within itself, and all of its parts', () => {
    const order = { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] };
    const amount = { type: 'object', properties: { amount: { $ref: '#/$defs/money' } }, required: ['amount'] };
    const $defs = { order, amount, money: { type: 'number' }, endless: { $ref: '#/$defs/endless' } };
    const namesOf = (inputSchema: object) => requiredArguments({ inputSchema }).map(({ name }) => name);
    expect(namesOf({ $ref: '#/$defs/order', $defs })).toEqual(['order']);
    expect(namesOf({ type: 'object', allOf: [order, { $ref: '#/$defs/amount' }], $defs })).toEqual(['order', 'amount']);
    expect(requiredArguments({ inputSchema: { ...amount, $defs } })).toEqual([
      { name: 'amount', schema: { type: 'number' } },
    ]);
    expect(namesOf({ $ref: '#/$defs/endless', $defs })).toEqual([]);
    expect(namesOf({ $ref: 'https://example.org/order.json' })).toEqual([]);
    // One of several variants may hold, or another.
    expect(namesOf({ type: 'object', anyOf: [order, amount] })).toEqual([]);
  });

  it('knows names like __proto__ only where the schema has them', () => {
    const inputSchema = JSON.parse(
      '{"required":["__proto__","constructor"],"properties":{"__proto__":{"type":"string"}}}',
    );
    expect(requiredArguments({ inputSchema })).toEqual([
      { name: '__proto__', schema: { type: 'string' } },
      { name: 'constructor', schema: {} },
    ]);
  });
});

describe('listedArguments', () => {
  it.each([
    [{ type: 'object' }, []],
    [{ type: 'object', properties: {}, additionalProperties: false, $schema: 'https://json-schema.org' }, []],
    [{ properties: { id: {} } }, ['id']],
    [
      { type: 'object', title: 'Find', properties: { id: {}, note: {} }, required: ['id', 'other'] },
      ['id', 'note', 'other'],
    ],
  ])('are those that %j lists', (inputSchema, names) => {
    expect(listedArguments({ inputSchema })).toEqual(names);
  });

  it.each([
    [undefined],
    [null],
    [{}],
    [{ type: 'string' }],
    [{ type: 'object', properties: 'none' }],
    [{ type: 'object', required: 'id' }],
    [{ type: 'object', additionalProperties: true }],
    [{ type: 'object', additionalProperties: { type: 'string' } }],
    [{ type: 'object', patternProperties: { '^x': {} } }],
    [{ type: 'object', minProperties: 1 }],
    [{ $ref: '#/$defs/a', $defs: { a: { type: 'object' } } }],
    [{ type: 'object', $ref: '#/$defs/a' }],
    [{ allOf: [{ type: 'object', properties: { id: {} } }] }],
    [{ type: 'object', properties: {}, anyOf: [{ required: ['id'] }] }],
    [{ type: 'object', properties: {}, dependentSchemas: {} }],
  ])('are not known by %j', (inputSchema) => {
    expect(listedArguments({ inputSchema })).toBeUndefined();
  });
});
