import { expect, test } from 'vitest';
import { expectEqual, expectSameRows } from './expect.js';

const row = (id: string, more: object = {}) => ({ id, tasks: [{ toolId: 'server:a', dependsOn: ['t1'] }], ...more });

test.each<[string, readonly unknown[], readonly unknown[], string]>([
  [
    'a row came back otherwise',
    [row('a'), row('b', { tasks: [{ toolId: 'server:a', dependsOn: ['t2'] }] })],
    [row('b'), row('a')],
    'the row "b" came back otherwise than it went in: .tasks[0].dependsOn[0]: "t2" instead of "t1"',
  ],
  ['a row is missing', [row('a')], [row('a'), row('b')], 'the row "b" is missing'],
  ['a row is too many', [row('a'), row('b')], [row('a')], 'rows: 2 instead of 1'],
  [
    'texts look alike',
    [row('a', { title: `${'x'.repeat(100)} e\u0301` })],
    [row('a', { title: `${'x'.repeat(100)} \u00e9` })],
    'the row "a" came back otherwise than it went in: .title: …"xxxxxxxxx e\\u0301" instead of …"xxxxxxxxx \\u00e9"',
  ],
  [
    'a member came that is none',
    [{ from: 'a', to: 'b', source: null }],
    [{ from: 'a', to: 'b' }],
    'the row ["a","b"] came back otherwise than it went in: .source: null instead of nothing',
  ],
])('%s: the failure names it', (_what, actual, expected, message) => {
  expect(() => expectSameRows(actual, expected)).toThrow(expect.objectContaining({ message }));
});

test.each<[unknown, unknown, string]>([
  [2, 3, 'what was counted: 2 instead of 3'],
  [0, -0, 'what was counted: 0 instead of -0'],
  [new Date(1), new Date(2), 'what was counted: 1970-01-01T00:00:00.001Z instead of 1970-01-01T00:00:00.002Z'],
  [Float32Array.of(1), Float32Array.of(2), 'what was counted: Float32Array [1] instead of Float32Array [2]'],
  [JSON.parse('{"__proto__":1}'), {}, 'what was counted.__proto__: 1 instead of nothing'],
  [[], {}, 'what was counted: [] instead of {}'],
  [new Set([1]), new Set([2]), 'what was counted: Set [1] instead of Set [2]'],
  ['ab'.repeat(500), 'b', `what was counted: "${'ab'.repeat(30)}" instead of "b"`],
])('a value that is not the expected one is said with it', (actual, expected, message) => {
  expect(() => expectEqual(actual, expected, 'what was counted')).toThrow(expect.objectContaining({ message }));
});

test('a member that is undefined is as good as none', () => {
  expectEqual({ a: 1, b: undefined }, { a: 1 });
  expectSameRows([{ id: 'a' }], [{ id: 'a', intent: undefined }]);
});
