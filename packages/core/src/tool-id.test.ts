import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exposedToolName, exposedToolNames, isToolId, parseToolId, toToolId } from './tool-id.js';

const unseen = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const name = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 80 })
  .map((text) => text.replaceAll(unseen, ''))
  .filter((text) => text !== '');
const server = name.filter((text) => !text.includes(':'));
const toolId = fc.tuple(server, name).map(([ofServer, ofTool]) => toToolId(ofServer, ofTool));

test('an id reads back as itself', () => {
  fc.assert(fc.property(toolId, (id) => void expect(parseToolId(id)).toBe(id)));
  fc.assert(fc.property(toolId, (id) => void expect(isToolId(id)).toBe(true)));
});

test.each([
  ['no colon', 'TOOL_ID_INVALID'],
  [':tool', 'TOOL_ID_INVALID'],
  [`${'s'.repeat(129)}:tool`, 'TOOL_ID_INVALID'],
  ['server:', 'TOOL_NAME_INVALID'],
  ['server:a\nb', 'TOOL_NAME_INVALID'],
  [`server:${'t'.repeat(257)}`, 'TOOL_NAME_INVALID'],
  ['server:\ud800', 'TOOL_NAME_INVALID'],
  [5 as unknown as string, 'TOOL_ID_INVALID'],
])('%j is refused', (text, code) => {
  const refusal = expect.objectContaining({ code });
  expect(() => parseToolId(text)).toThrowError(refusal);
  expect(isToolId(text)).toBe(false);
  expect(() => exposedToolName(text)).toThrowError(refusal);
  expect(() => exposedToolNames([text])).toThrowError(refusal);
});

test.each([
  ['a zero width space', '\u200b'],
  ['an override of the direction', '\u202e'],
  ['an isolate', '\u2066'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a byte order mark', '\ufeff'],
  ['a tag', '\u{e0041}'],
  ['a filler', '\u3164'],
  ['a variation selector', '\ufe0f'],
])('%s, which nobody sees, is in no name of a tool or server, and in no message about one', (_, character) => {
  const [spoof, code] = [`ref${character}und`, `ref\\u{${character.codePointAt(0)?.toString(16)}}und`];
  const message = expect.stringContaining(JSON.stringify(code).replaceAll('\\\\', '\\'));
  expect(() => toToolId('pay', spoof)).toThrowError(expect.objectContaining({ code: 'TOOL_NAME_INVALID', message }));
  expect(() => toToolId(spoof, 'refund')).toThrowError(expect.objectContaining({ code: 'TOOL_ID_INVALID', message }));
});

test('names may have letters and signs of any script', () => {
  for (const name of ['возврат', '退款', 'استرداد', 'rückgabe', 'a b', 'naïve', '💸']) {
    expect(parseToolId(`s:${name}`)).toBe(`s:${name}`);
  }
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

test('names lead back to their ids, in the order given', () => {
  const ids = fc.uniqueArray(toolId, { maxLength: 20 });
  fc.assert(fc.property(ids, (ids) => void expect([...exposedToolNames(ids).values()]).toEqual(ids)));
  const names = exposedToolNames(['b:y', 'a.b:x', 'b:y']);
  expect([...names]).toEqual([
    ['b__y', 'b:y'],
    [exposedToolName('a.b:x'), 'a.b:x'],
  ]);
});

test('ids whose hashes are the same get different names, the same ones in any order', () => {
  // Found by trying a million names.
  const [first, second] = ['a b:.. .    .  .    ...    x', 'a.b:.....  .  .  ......    x'] as const;
  const shared = exposedToolName(first);
  expect(exposedToolName(second)).toBe(shared);
  const names = exposedToolNames([second, first]);
  expect(names.get(shared)).toBe(first);
  expect([...names.values()]).toEqual([second, first]);
  expect([...names.keys()][0]).toMatch(/^a_b_{25}x-[0-9a-f]{10}$/);
  expect(new Map([...exposedToolNames([first, second])].reverse())).toEqual(names);
});

test.each([undefined, null, 'a:b', { a: 'b' }])('a list of ids that is %j is refused', (ids) => {
  const refusal = expect.objectContaining({ code: 'INVALID_INPUT' });
  expect(() => exposedToolNames(ids as unknown as string[])).toThrowError(refusal);
});
