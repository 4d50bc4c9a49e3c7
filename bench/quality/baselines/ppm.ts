import type { Workflow } from '../../data/data-set.js';
import { type SequenceModel, sequencesOf } from './sequence-model.js';

/** Stands before the first tool, so that the beginning of an execution is a context of its own. */
const beginning = '\0';

interface Context {
  total: number;
  readonly counts: Map<string, number>;
}

/**
 * Prediction by partial matching with escape method C and exclusion (Cleary and Witten 1984; Moffat 1990): what
 * followed the last `order` tools, and by an escape what followed the last `order − 1`, down to how often a tool runs.
 * With n followers seen in a context, d of them distinct, and outcomes of longer contexts excluded from the counts,
 *
 *   P(x) = Π_{longer contexts} d / (n + d) · count(x) / (n + d)
 *
 * It knows no intent. With `order` 1 it is first-order Markov with a back-off.
 */
export function createPpm(history: readonly Workflow[], order = 3): SequenceModel {
  const contexts = new Map<string, Context>();
  for (const sequence of sequencesOf(history)) {
    for (const [position, outcome] of sequence.entries()) {
      for (const key of contextKeys(sequence.slice(0, position), order)) {
        const context = contexts.get(key) ?? { total: 0, counts: new Map<string, number>() };
        context.total += 1;
        context.counts.set(outcome, (context.counts.get(outcome) ?? 0) + 1);
        contexts.set(key, context);
      }
    }
  }

  return (executed) => {
    const probabilities = new Map<string, number>();
    let escaped = 1;
    for (const key of contextKeys(executed, order)) {
      const context = contexts.get(key);
      if (context === undefined) continue;
      const open = [...context.counts].filter(([outcome]) => !probabilities.has(outcome));
      if (open.length === 0) continue;
      const total = open.reduce((sum, [, count]) => sum + count, 0);
      for (const [outcome, count] of open) probabilities.set(outcome, (escaped * count) / (total + open.length));
      escaped *= open.length / (total + open.length);
    }
    return probabilities;
  };
}

/** Longest context first, the empty one last. A context that reaches back to the beginning says so. */
function contextKeys(before: readonly string[], order: number): string[] {
  const padded = [beginning, ...before];
  const longest = Math.min(order, padded.length);
  return Array.from({ length: longest + 1 }, (_, index) =>
    JSON.stringify(padded.slice(padded.length - (longest - index))),
  );
}
