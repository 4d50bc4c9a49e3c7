import type { DependencyIncrement, DependencyPair, Store } from '@agentcards/core';
import { spoiled } from '../spoiled.js';
import { bare, everything, keyOf, type Mutant, pages } from './mutant.js';

const joined = 'edges: ids that are the same when they are joined are different edges';
const twice = 'edges: of one pair that comes twice in a call both are counted';
const declared = 'edges: a declaration keeps the counters, and rates the edge anew';

const lastOfPair = (increments: readonly DependencyIncrement[]) => [
  ...new Map(increments.map((each) => [keyOf(each), each])).values(),
];

function withJoinedKeys(right: Store, separator: string): Store {
  const byKey = <Row extends DependencyPair>(rows: Row[]) => [
    ...new Map(rows.map((row) => [row.from + separator + row.to, row])).values(),
  ];
  return spoiled(right, { edges: pages(right.edges, byKey), retirement: pages(right.retirement!, byKey) });
}

/** What adapters get wrong about edges, and what is left of executions that retired. */
export const edgeMutants: Readonly<Record<string, Mutant>> = {
  'joins the ids of an edge to its key': { foundBy: joined, spoil: (right) => withJoinedKeys(right, '') },
  'joins the ids of an edge by an arrow': { foundBy: joined, spoil: (right) => withJoinedKeys(right, '->') },
  'joins the ids of an edge by a space': { foundBy: joined, spoil: (right) => withJoinedKeys(right, ' ') },
  'records the last increment of a pair': {
    foundBy: twice,
    spoil: (right) =>
      spoiled(right, {
        executions: {
          record: (execution, increments, confidenceOf) =>
            right.executions.record(execution, lastOfPair(increments), confidenceOf),
        },
      }),
  },
  'replaces by the last increment of a pair': {
    foundBy: twice,
    spoil: (right) =>
      spoiled(right, {
        edges: {
          replaceObserved: (increments, confidenceOf) =>
            right.edges.replaceObserved(lastOfPair(increments), confidenceOf),
        },
      }),
  },
  'rates no edge that is declared as it was': {
    foundBy: declared,
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async declare(edges, confidenceOf) {
            const known = new Map((await everything(right.edges)).map((edge) => [keyOf(edge), edge.source]));
            const changed = edges.filter((edge) => known.get(keyOf(edge)) !== edge.source);
            await right.edges.declare(changed, confidenceOf);
          },
        },
      }),
  },
  'rates no declared edge by what was observed': {
    foundBy: declared,
    spoil: (right) =>
      spoiled(right, {
        executions: {
          async record(execution, increments, confidenceOf) {
            const known = new Map((await everything(right.edges)).map((edge) => [keyOf(edge), edge.confidence]));
            return right.executions.record(execution, increments, (edge) =>
              edge.source === 'learned' ? confidenceOf(edge) : known.get(keyOf(edge))!,
            );
          },
        },
      }),
  },
  'rates no declared edge when it replaces what was observed': {
    foundBy: 'edges: a replacement rates declared edges anew, whether they are named or not',
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async replaceObserved(increments, confidenceOf) {
            const known = new Map((await everything(right.edges)).map((edge) => [keyOf(edge), edge.confidence]));
            await right.edges.replaceObserved(increments, (edge) =>
              edge.source === 'learned' ? confidenceOf(edge) : known.get(keyOf(edge))!,
            );
          },
        },
      }),
  },
  'counts a declaration as often as it is named': {
    foundBy: 'edges: a declaration that a call names twice is withdrawn once',
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async withdraw(pairs, confidenceOf) {
            const all = (await everything(right.edges)).filter(({ source }) => source !== 'learned').map(keyOf);
            await right.edges.withdraw(pairs, confidenceOf);
            return pairs.filter((each) => all.includes(keyOf(each))).length;
          },
        },
      }),
  },
  'makes an edge of what retires': {
    foundBy: 'retirement: what retires brings back no edge',
    spoil: (right) =>
      spoiled(right, {
        retirement: {
          async retire(executions, confidenceOf) {
            const known = new Set((await everything(right.edges)).map(keyOf));
            const count = await right.retirement!.retire(executions, confidenceOf);
            const missing = executions
              .flatMap(({ increments }) => increments)
              .filter((each) => !known.has(keyOf(each)));
            await right.executions.record(bare('of edges'), missing, confidenceOf);
            await right.executions.remove!(['of edges']);
            return count;
          },
        },
      }),
  },
  'dates a sum by what was added last': {
    foundBy: 'retirement: executions go, edges keep their counters, and sums say what went',
    spoil: (right) => {
      const last = new Map<string, Date>();
      return spoiled(right, {
        retirement: {
          async retire(executions, confidenceOf) {
            const known = new Set((await everything(right.executions)).map(({ id }) => id));
            for (const { id, increments } of executions) {
              if (!known.delete(id)) continue;
              for (const each of increments) last.set(keyOf(each), each.observedAt);
            }
            return right.retirement!.retire(executions, confidenceOf);
          },
          ...pages(right.retirement!, (rows) =>
            rows.map((row) => ({ ...row, observedAt: last.get(keyOf(row)) ?? row.observedAt })),
          ),
        },
      });
    },
  },
  'compares the times of executions as texts': {
    foundBy: 'retirement: the oldest come first, equally old ones by id',
    spoil: (right) =>
      spoiled(right, {
        retirement: {
          async oldest({ before, limit }) {
            const time = (date: Date) => date.toISOString();
            return (await everything(right.executions))
              .filter(({ executedAt }) => time(executedAt) < time(before))
              .sort((a, b) => (time(a.executedAt) < time(b.executedAt) ? -1 : 1))
              .slice(0, limit);
          },
        },
      }),
  },
};
