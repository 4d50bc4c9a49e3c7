import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topologicalOrder } from './topological-order.js';

const task = (id: string, dependsOn: readonly string[] = [], startedAt?: number) => ({ id, dependsOn, startedAt });
const order = (...tasks: ReturnType<typeof task>[]) => topologicalOrder(tasks, 'tasks').map(({ id }) => id);

describe('the topological order', () => {
  it('puts every task after those it depends on, and keeps an order that already does', () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd', '__proto__');
    const chains = fc
      .uniqueArray(ids)
      .chain((names) =>
        fc.tuple(...names.map((id, place) => fc.subarray(names.slice(0, place)).map((needed) => task(id, needed)))),
      );
    fc.assert(
      fc.property(
        chains.chain((tasks) => fc.tuple(fc.constant(tasks), fc.shuffledSubarray(tasks, { minLength: tasks.length }))),
        ([tasks, shuffled]) => {
          expect(order(...tasks)).toEqual(tasks.map(({ id }) => id));
          const ordered = topologicalOrder(shuffled, 'tasks');
          const places = new Map(ordered.map(({ id }, place) => [id, place]));
          for (const { id, dependsOn } of ordered) {
            for (const needed of dependsOn) expect(places.get(needed)).toBeLessThan(places.get(id)!);
          }
          expect(places.size).toBe(tasks.length);
        },
      ),
    );
  });

  it('goes by start among tasks that are free, when all starts are known', () => {
    expect(order(task('late', [], 2), task('early', [], 1))).toEqual(['early', 'late']);
    expect(order(task('late', [], 2), task('early'))).toEqual(['late', 'early']);
    expect(order(task('needing', ['needed'], 1), task('needed', [], 2))).toEqual(['needed', 'needing']);
  });

  it.each([
    ['a cycle', [task('a', ['b']), task('b', ['a'])]],
    ['a task that needs itself', [task('a', ['a'])]],
    ['an unknown prerequisite', [task('a', ['b'])]],
    ['a duplicate id', [task('a'), task('a')]],
  ])('refuses %s', (_, tasks) => {
    expect(() => topologicalOrder(tasks, 'tasks')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
