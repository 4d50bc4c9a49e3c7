import type { Workflow } from '../../data/data-set.js';
import { Bm25 } from './bm25.js';

/** The past workflow whose intent is nearest to this one; none where no word is shared. */
export type NearestWorkflow = (intent: string | undefined) => Workflow | undefined;

/** The past workflows whose intents share a word with this one, nearest first. */
export type NearestWorkflows = (intent: string | undefined) => readonly Workflow[];

/** Nearest by plain BM25 on the intents, among all of the history. */
export function createNearestWorkflows(history: readonly Workflow[], limit: number): NearestWorkflows {
  const byId = new Map(history.map((workflow) => [workflow.id, workflow]));
  const index = new Bm25(history.map(({ id, intent }) => ({ id, text: intent ?? '' })));
  const known = new Map<string, readonly Workflow[]>();
  return (intent = '') => {
    const found =
      known.get(intent) ??
      index
        .rank(intent)
        .slice(0, limit)
        .map((id) => byId.get(id)!);
    // The steps of a workflow share their intent.
    known.set(intent, found);
    return found;
  };
}

export function createNearestWorkflow(history: readonly Workflow[]): NearestWorkflow {
  const nearest = createNearestWorkflows(history, 1);
  return (intent) => nearest(intent)[0];
}
