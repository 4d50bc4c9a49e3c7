import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObservedExecution, TaskBinding } from '../execution.js';
import { createBindings } from './bindings.js';

type Calls = readonly (readonly [
  toolId: string,
  success?: boolean,
  traced?: 'arguments' | 'output' | 'both' | undefined,
])[];

function execution(calls: Calls, bindings: readonly TaskBinding[] = [], success = true): ObservedExecution {
  const tasks = calls.map(([toolId, succeeded = true, traced = 'both']) => ({ toolId, success: succeeded, traced }));
  return { id: 'e', success, executedAt: 0, tasks, links: [], bindings };
}

const bind = (from: number, to: number, output = 'id', argument = 'order') => ({ from, to, output, argument });
const first = (toolId: string) => ({ toolId, repetition: 0 });
const second = (toolId: string) => ({ toolId, repetition: 1 });

describe('bindings of successful executions', () => {
  it('count in how many of those that ran both the value went this way', () => {
    const bindings = createBindings();
    bindings.observe(execution([['find'], ['refund']], [bind(0, 1)]));
    bindings.observe(execution([['find'], ['refund']], [bind(0, 1), bind(0, 1, 'mail', 'to')]));
    bindings.observe(execution([['find'], ['refund']]));
    bindings.observe(execution([['refund'], ['find']]));
    bindings.observe(execution([['find']]));
    expect(bindings.betweenCalls(first('find'), first('refund'))).toEqual({
      of: 3,
      bindings: [
        { argument: 'order', output: 'id', seen: 2 },
        { argument: 'to', output: 'mail', seen: 1 },
      ],
    });
    expect(bindings.betweenCalls(first('refund'), first('find'))).toEqual({ of: 1, bindings: [] });
  });

  it('know how often anything at all fed an argument', () => {
    const bindings = createBindings();
    expect(bindings.rateOf('refund', 'order')).toBe(0);
    bindings.observe(execution([['find'], ['refund']], [bind(0, 1)]));
    bindings.observe(execution([['list'], ['find'], ['refund'], ['refund']], [bind(0, 2), bind(1, 3)]));
    bindings.observe(execution([['list'], ['refund']]));
    bindings.observe(execution([['refund']]));
    expect(bindings.rateOf('refund', 'order')).toBe(2 / 3);
    expect(bindings.rateOf('refund', 'to')).toBe(0);
  });

  it('are kept apart by the repetitions of a tool, and together by tools', () => {
    const bindings = createBindings();
    bindings.observe(
      execution([['find'], ['find'], ['fly']], [bind(0, 2, 'id', 'origin'), bind(1, 2, 'id', 'target')]),
    );
    expect(bindings.betweenCalls(first('find'), first('fly'))?.bindings).toMatchObject([{ argument: 'origin' }]);
    expect(bindings.betweenCalls(second('find'), first('fly'))?.bindings).toMatchObject([{ argument: 'target' }]);
    expect(bindings.betweenCalls(first('find'), second('fly'))).toBeUndefined();
    expect(bindings.betweenTools('find', 'fly')).toMatchObject({
      of: 1,
      bindings: [{ argument: 'origin' }, { argument: 'target' }],
    });
  });

  it('say nothing of what failed or of which a side is not known', () => {
    const bindings = createBindings();
    const pair = [bind(0, 1)];
    bindings.observe(execution([['find'], ['refund']], pair, false));
    bindings.observe(execution([['find', false], ['refund']], pair));
    bindings.observe(execution([['find'], ['refund', false]], pair));
    bindings.observe(execution([['find', true, 'arguments'], ['refund']]));
    bindings.observe(execution([['find'], ['refund', true, 'output']]));
    expect(bindings.betweenTools('find', 'refund')).toBeUndefined();
  });

  it('are the same in whatever order the executions come', () => {
    const tool = fc.constantFrom('a', 'b', 'c');
    const anyExecution = fc
      .tuple(
        fc.array(fc.tuple(tool, fc.boolean()), { minLength: 2, maxLength: 5 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
      )
      .map(([calls, success, numbers]) => {
        const from = Number(numbers.next().value) % (calls.length - 1);
        return execution(calls, [bind(from, calls.length - 1)], success);
      });
    fc.assert(
      fc.property(fc.array(anyExecution), (history) => {
        const bindings = createBindings();
        for (const one of history) bindings.observe(one);
        const backwards = createBindings();
        for (const one of history.toReversed()) backwards.observe(one);
        for (const from of ['a', 'b', 'c']) {
          for (const to of ['a', 'b', 'c']) {
            expect(bindings.betweenTools(from, to)).toEqual(backwards.betweenTools(from, to));
            expect(bindings.rateOf(to, 'order')).toBe(backwards.rateOf(to, 'order'));
            expect(bindings.betweenCalls(first(from), second(to))).toEqual(
              backwards.betweenCalls(first(from), second(to)),
            );
          }
        }
      }),
    );
  });
});
