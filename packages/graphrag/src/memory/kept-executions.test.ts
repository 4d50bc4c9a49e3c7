import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ObservedExecution } from '../execution.js';
import { compareExecutions } from './canonical-order.js';
import { createKeptExecutions } from './kept-executions.js';

const history = fc
  .array(
    fc.record({
      intent: fc.constantFrom('one', 'two', undefined),
      tool: fc.constantFrom('a', 'b'),
      at: fc.nat(40),
    }),
    { maxLength: 400, size: 'max' },
  )
  .map((drawn) =>
    drawn.map(
      ({ intent, tool, at }, index): ObservedExecution => ({
        id: `e${index}`,
        intent,
        success: true,
        executedAt: at,
        tasks: [{ toolId: tool, success: true }],
        links: [],
      }),
    ),
  );

const newest = (executions: readonly ObservedExecution[], count: number) =>
  executions.toSorted(compareExecutions).slice(-count);

it('keeps the newest, of those that are alike a share, whatever the order of arrival', () => {
  fc.assert(
    fc.property(
      history.chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
      fc.constantFrom(1, 2, 30, 120, 160),
      (executions, maximum) => {
        const kept = createKeptExecutions(maximum);
        const left = new Set<ObservedExecution>();
        for (const execution of executions) {
          left.add(execution);
          const dropped = kept.add(execution);
          if (dropped !== undefined) expect(left.delete(dropped)).toBe(true);
          expect(kept.all.length).toBeLessThanOrEqual(maximum);
        }
        const alike = groupsOf(executions);
        const share = Math.max(1, Math.floor(maximum / 50));
        const expected = newest(
          Array.from(alike.values()).flatMap((group) => newest(group, share)),
          maximum,
        );
        expect(kept.all).toEqual(expected);
        expect([...left].sort(compareExecutions)).toEqual(expected);
      },
    ),
  );
});

function groupsOf(executions: readonly ObservedExecution[]) {
  const groups = new Map<string, ObservedExecution[]>();
  for (const execution of executions) {
    const name = JSON.stringify([execution.intent, execution.tasks]);
    groups.set(name, [...(groups.get(name) ?? []), execution]);
  }
  return groups;
}

it('keeps all of them in order of time where there is no maximum', () => {
  fc.assert(
    fc.property(history, (executions) => {
      const kept = createKeptExecutions(Infinity);
      for (const execution of executions) expect(kept.add(execution)).toBeUndefined();
      expect(kept.all).toEqual(executions.toSorted(compareExecutions));
    }),
  );
});
