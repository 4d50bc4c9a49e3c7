import { AgentCardsError } from '@agentcards/core';
import { spoiled } from '../spoiled.js';
import { everything, keyOf, type Mutant, nextTurn } from './mutant.js';

const alike = 'pages: keys that look alike are rows of their own, also where a page ends between them';
const gone = 'pages: after a row that is gone comes the next one';

/** What adapters get wrong about pages. */
export const pagingMutants: Readonly<Record<string, Mutant>> = {
  'orders and pages by a collation': {
    foundBy: alike,
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async read({ after, limit }) {
            const rows = await everything(right.tools);
            const { compare } = new Intl.Collator('en');
            return rows
              .filter(({ toolId }) => after === undefined || compare(toolId, after) > 0)
              .sort((a, b) => compare(a.toolId, b.toolId))
              .slice(0, limit);
          },
        },
      }),
  },
  'pages edges by composed texts': {
    foundBy: alike,
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async read({ after, limit }) {
            const rows = await everything(right.edges);
            const composed = (edge: Parameters<typeof keyOf>[0]) => keyOf(edge).normalize('NFC');
            return rows
              .filter((row) => after === undefined || composed(row) > composed(after))
              .sort((a, b) => (composed(a) < composed(b) ? -1 : 1))
              .slice(0, limit);
          },
        },
      }),
  },
  'looks for the row to begin after, and begins anew without it': {
    foundBy: gone,
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async read({ after, limit }) {
            const rows = await everything(right.edges);
            const start = rows.findIndex((row) => after !== undefined && keyOf(row) === keyOf(after)) + 1;
            return rows.slice(start, start + limit);
          },
        },
      }),
  },
  'ends where the row to begin after is gone': {
    foundBy: gone,
    spoil: (right) =>
      spoiled(right, {
        executions: {
          async read({ after, limit }) {
            const rows = await everything(right.executions);
            if (after !== undefined && !rows.some(({ id }) => id === after)) return [];
            return right.executions.read({ after, limit });
          },
        },
      }),
  },
  'gives a thousand rows of a page at most': {
    foundBy: 'tools: a call takes more rows than a statement',
    spoil: (right) =>
      spoiled(right, {
        tools: { read: (page) => right.tools.read({ ...page, limit: Math.min(page.limit, 1_000) }) },
      }),
  },
  'looks at the signal before it waits': {
    foundBy: 'pages: what is aborted while it waits is not read any more',
    spoil: (right) => {
      let last: Promise<unknown> = Promise.resolve();
      function queued<Result>(work: () => Promise<Result>): Promise<Result> {
        const result = last.then(nextTurn).then(work);
        last = result.catch(() => {});
        return result;
      }
      return spoiled(right, {
        executions: { record: (...execution) => queued(() => right.executions.record(...execution)) },
        edges: {
          async read({ signal, ...page }) {
            if (signal?.aborted) throw new AgentCardsError('ABORTED', 'Aborted.', { cause: signal.reason });
            return queued(() => right.edges.read(page));
          },
        },
      });
    },
  },
};
