import type { ConfidenceOf } from '@agentcards/core';
import { expectEqual } from '../expect.js';
import { after, at, execution, id, increment, pair, readPaged } from './samples.js';
import type { StoreCase } from './store-case.js';

const sources = ['learned', 'schema', 'hint', 'user'] as const;
const names = ['a', 'b', 'c'].map(id);
const unseen = 15;

/** Another number for rows that differ in anything: a digit of base 16 for each part, 44 bits in all. */
const ofTheWholeRow: ConfidenceOf = ({ from, to, source, lastObserved, ...counted }) => {
  const digits = [
    names.indexOf(from),
    names.indexOf(to),
    sources.indexOf(source),
    counted.observedCount,
    counted.successCount,
    counted.failureCount,
    counted.dataFlowCount,
    counted.declaredCount,
    counted.sequenceCount,
    lastObserved ? lastObserved.getTime() - at.getTime() : unseen,
  ];
  return digits.reduce((number, digit) => 16 * number + digit, 1) / 16 ** (digits.length + 1);
};

export const confidenceCases: readonly StoreCase[] = [
  {
    name: 'edges: whatever writes them, what rates them is told all that the row has become',
    promise: 'its source, its counters, and when it was last observed (the present write included)',
    async check({ open }) {
      const { edges, executions, retirement } = await open();
      const seen = { observedCount: 3, successCount: 2, failureCount: 1, dataFlowCount: 2, sequenceCount: 1 };
      const increments = [increment('a', 'b', { ...seen, observedAt: after(4) }), increment('b', 'c', seen)];
      const older = [increment('a', 'b', { sequenceCount: 1, observedAt: after(2) })];
      const declare = (from: string, to: string, source: 'user' | 'hint') =>
        edges.declare([{ ...pair(from, to), source }], ofTheWholeRow);
      const writes: Readonly<Record<string, () => Promise<unknown> | undefined>> = {
        'edges.declare': () => declare('a', 'c', 'hint'),
        'executions.record': () => executions.record(execution('x'), increments, ofTheWholeRow),
        'executions.record of what ran before': () => executions.record(execution('y'), older, ofTheWholeRow),
        'edges.declare of what was observed': () => declare('b', 'c', 'user'),
        'edges.declare of what was declared': () => declare('b', 'c', 'hint'),
        'retirement.retire': () => retirement?.retire([{ id: 'x', increments }], ofTheWholeRow),
        'edges.withdraw': () => edges.withdraw([pair('b', 'c')], ofTheWholeRow),
        'edges.replaceObserved': () => edges.replaceObserved([...increments, increment('a', 'c')], ofTheWholeRow),
      };
      for (const [name, write] of Object.entries(writes)) {
        await write();
        for (const row of await readPaged(edges, ({ from, to }) => ({ from, to }))) {
          expectEqual(row.confidence, ofTheWholeRow(row), `the confidence of ${row.from} → ${row.to} after ${name}`);
        }
      }
    },
  },
];
