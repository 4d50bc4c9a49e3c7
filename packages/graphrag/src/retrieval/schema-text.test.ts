import { describe, expect, it } from 'vitest';
import { schemaText } from './schema-text.js';

describe('the text of a schema', () => {
  it('holds names and texts of nested properties, branches and local references', () => {
    const { names, texts } = schemaText({
      description: 'of the whole: belongs to no parameter',
      properties: {
        address: { $ref: '#/$defs/address' },
        items: { type: 'array', items: { properties: { sku: { title: 'Stock keeping unit' } } } },
        payment: { anyOf: [{ properties: { card: { enum: ['visa', 3] } } }, { properties: { iban: true } }] },
      },
      $defs: { address: { description: 'Where to send it', properties: { city: {} } } },
    });
    expect(names.split(' ')).toEqual(['address', 'city', 'items', 'sku', 'payment', 'card', 'iban']);
    expect(texts).toBe('Where to send it Stock keeping unit visa');
  });

  it('ends for schemas that contain themselves, and takes anything for a schema', () => {
    const tree = { properties: { child: { $ref: '#' }, self: {} as object } };
    tree.properties.self = tree;
    expect(schemaText(tree).names).toBe('child self');
    for (const odd of [undefined, null, 7, 'text', [], { properties: 3, enum: {}, $ref: 'http://elsewhere' }]) {
      expect(schemaText(odd)).toEqual({ names: '', texts: '' });
    }
  });

  it('is bounded', () => {
    const properties = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`p${index}`, { title: 'x' }]));
    expect(schemaText({ properties }).texts.length).toBeLessThan(10_000);
  });
});

it('a huge enumeration is read in part', () => {
  const values = Array.from({ length: 200_000 }, (_, index) => `v${index}`);
  expect(schemaText({ properties: { a: { enum: values } } }).texts).toMatch(/^v0 v1 .* v999$/);
});
