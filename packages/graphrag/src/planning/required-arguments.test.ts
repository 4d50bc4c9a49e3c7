import { describe, expect, it } from 'vitest';
import { requiredArguments } from './required-arguments.js';

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
