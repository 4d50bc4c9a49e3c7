import fc from 'fast-check';
import { expect, test } from 'vitest';
import { topologicalLayers } from './topological-layers.js';

const acyclic = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 12 }).map((rows) =>
  rows.map((row, index) => ({
    id: `t${index}`,
    dependsOn: index === 0 ? [] : [...new Set(row.map((value) => `t${value % index}`))],
  })),
);

test('a layer is one more than the highest layer it depends on, in any order of the tasks', () => {
  fc.assert(
    fc.property(
      acyclic.chain((tasks) => fc.shuffledSubarray(tasks, { minLength: tasks.length })),
      (tasks) => {
        const layers = topologicalLayers(tasks);
        for (const { id, dependsOn } of tasks) {
          expect(layers.get(id)).toBe(Math.max(-1, ...dependsOn.map((other) => layers.get(other)!)) + 1);
        }
      },
    ),
  );
});

test.each([
  [
    'TASK_DUPLICATE',
    [
      { id: 'a', dependsOn: [] },
      { id: 'a', dependsOn: [] },
    ],
  ],
  ['TASK_DEPENDENCY_UNKNOWN', [{ id: 'a', dependsOn: ['b'] }]],
  ['TASK_DEPENDENCY_UNKNOWN', [{ id: 'a', dependsOn: ['__proto__'] }]],
  ['DAG_CYCLE', [{ id: 'a', dependsOn: ['a'] }]],
  [
    'DAG_CYCLE',
    [
      { id: 'a', dependsOn: ['b'] },
      { id: 'b', dependsOn: ['a'] },
      { id: 'c', dependsOn: [] },
    ],
  ],
])('%s', (code, tasks) => {
  expect(() => topologicalLayers(tasks)).toThrowError(expect.objectContaining({ code }));
});
