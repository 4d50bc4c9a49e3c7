import { expect, test } from 'vitest';
import * as schemas from '../schemas/index.js';
import { embeddingText } from './embedding-text.js';
import { maxDescriptionLength, takeTool } from './tool-intake.js';

const take = (value: unknown) => takeTool(schemas, 'server', value);

test('the fingerprint ignores key order and sees every part of a definition', () => {
  const definition = {
    name: 'find',
    title: 'Find',
    description: 'Finds.',
    inputSchema: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'number' } } },
    outputSchema: { type: 'object' },
    annotations: { readOnlyHint: true },
  };
  const shuffled = {
    annotations: { readOnlyHint: true },
    inputSchema: { properties: { b: { type: 'number' }, a: { type: 'string' } }, type: 'object' },
    outputSchema: { type: 'object' },
    description: 'Finds.',
    title: 'Find',
    name: 'find',
  };
  const fingerprint = take(definition).record.fingerprint;
  expect(take(shuffled).record.fingerprint).toBe(fingerprint);
  const changes = [
    { title: 'Found' },
    { description: 'Finds!' },
    { inputSchema: {} },
    { outputSchema: undefined },
    { annotations: { readOnlyHint: false } },
  ];
  for (const change of changes) {
    expect(take({ ...definition, ...change }).record.fingerprint).not.toBe(fingerprint);
  }
});

test('a long description is cut, with a warning, and its tail still counts as a change', () => {
  const long = take({ name: 'long', description: `${'x'.repeat(1_000_000)}a` });
  expect(long.record.description).toHaveLength(maxDescriptionLength);
  expect(long.warning).toMatchObject({ code: 'DESCRIPTION_TRUNCATED', tool: 'long' });
  expect(take({ name: 'long', description: `${'x'.repeat(1_000_000)}b` }).record.fingerprint).not.toBe(
    long.record.fingerprint,
  );
});

test.each([
  ['TOOL_DEFINITION_INVALID', null],
  ['TOOL_DEFINITION_INVALID', { description: 'no name' }],
  ['TOOL_DEFINITION_INVALID', { name: 'a', inputSchema: 'string' }],
  ['TOOL_DEFINITION_INVALID', { name: 'a', inputSchema: [] }],
  ['TOOL_DEFINITION_INVALID', { name: 'a', inputSchema: new Date(0) }],
  ['TOOL_DEFINITION_TOO_LARGE', { name: 'a', inputSchema: { bytes: new Uint8Array(1e8) } }],
  ['TOOL_DEFINITION_TOO_LARGE', { name: 'a', inputSchema: { enum: new Array(1e9) } }],
  ['TOOL_NAME_INVALID', { name: '' }],
  ['TOOL_NAME_INVALID', { name: 'x'.repeat(500) }],
  ['TOOL_DEFINITION_TOO_LARGE', { name: 'a', inputSchema: { $defs: 'x'.repeat(2_000_000) } }],
])('%s', (code, value) => {
  expect(() => take(value)).toThrowError(expect.objectContaining({ code }));
});

test('the embedded text does not depend on the order in which a database gives keys back', () => {
  const text = (properties: object) =>
    embeddingText({ ...take({ name: 'a' }).record, inputSchema: { properties } as never });
  expect(text({ b: {}, zz: {}, aaaaaa: {} })).toBe(text({ aaaaaa: {}, b: {}, zz: {} }));
});
