import type { DataSet, Query } from '../../data/data-set.js';
import { type Split, splitWorkflows } from './split.js';

/**
 * Queries that experience is measured on: those that are the intent of a held-out workflow and of none of the history.
 * So no intent that is asked was learned, only others like it; in the warm split with the same tools, in the cold
 * split with no tool sequence in common.
 */
export function heldOutQueries(set: DataSet, split: Split): ReadonlySet<Query> {
  const { history, held } = splitWorkflows(set, split);
  const learned = new Set(history.map(({ intent }) => intent));
  const asked = new Set(held.map(({ intent }) => intent));
  return new Set(set.queries.filter(({ text }) => asked.has(text) && !learned.has(text)));
}
