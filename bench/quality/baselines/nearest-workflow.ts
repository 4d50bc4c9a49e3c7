import type { Workflow } from '../../data/data-set.js';
import { Bm25 } from './bm25.js';

/** The past workflow whose intent is nearest to this one; none where no word is shared. */
export type NearestWorkflow = (intent: string | undefined) => Workflow | undefined;

/** Nearest by plain BM25 on the intents, among all of the history. */
export function createNearestWorkflow(history: readonly Workflow[]): NearestWorkflow {
  const byId = new Map(history.map((workflow) => [workflow.id, workflow]));
  const index = new Bm25(history.map(({ id, intent }) => ({ id, text: intent ?? '' })));
  return (intent) => byId.get(index.rank(intent ?? '')[0] ?? '');
}
