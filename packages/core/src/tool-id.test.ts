import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exposedToolName, parseToolId, toToolId } from './tool-id.js';

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
const server = name.filter((text) => !text.includes(':'));
const toolId = fc.tuple(server, name).map(([ofServer, ofTool]) => toToolId(ofServer, ofTool));

test('an id reads back as itself', () => {
  fc.assert(fc.property(toolId, (id) => void expect(parseToolId(id)).toBe(id)));
});

test.each([
  ['no colon', 'TOOL_ID_INVALID'],
  [':tool', 'TOOL_ID_INVALID'],
  [`${'s'.repeat(129)}:tool`, 'TOOL_ID_INVALID'],
  ['server:', 'TOOL_NAME_INVALID'],
  ['server:a\nb', 'TOOL_NAME_INVALID'],
  [`server:${'t'.repeat(257)}`, 'TOOL_NAME_INVALID'],
  ['server:\ud800', 'TOOL_NAME_INVALID'],
])('%j is refused', (text, code) => {
  expect(() => parseToolId(text)).toThrowError(expect.objectContaining({ code }));
});

test('a colon in the tool name belongs to the tool', () => {
  expect(parseToolId('server:a:b')).toBe(toToolId('server', 'a:b'));
});

test('exposed names fit every model API', () => {
  fc.assert(fc.property(toolId, (id) => void expect(exposedToolName(id)).toMatch(/^[A-Za-z0-9_-]{1,64}$/)));
});

test('different ids have different exposed names, also where they look alike', () => {
  const part = fc.stringMatching(/^[ab_.-]{1,4}$/);
  const pair = fc.tuple(part, part).map(([ofServer, ofTool]) => toToolId(ofServer, ofTool));
  fc.assert(
    fc.property(pair, pair, (a, b) => void expect(exposedToolName(a) === exposedToolName(b)).toBe(a === b)),
    { numRuns: 5_000 },
  );
});

test('no server can choose the exposed name of another tool', () => {
  const taken = exposedToolName(toToolId('a.b', 'c'));
  const [, rest = ''] = taken.split('__');
  expect(exposedToolName(toToolId('a_b', rest))).not.toBe(taken);
});

test('a plain name stays readable', () => {
  expect(exposedToolName(toToolId('github', 'create_issue'))).toBe('github__create_issue');
});
