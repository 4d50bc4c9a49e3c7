import type { Workflow } from '../../data/data-set.js';
import { Bm25 } from './bm25.js';

/** The past workflow whose intent is nearest to this one; none where no word is shared. */
export type NearestWorkflow = (intent: string | undefined) => Workflow | undefined;

export interface Neighbour {
  readonly workflow: Workflow;
  /** Of its vote, in (0, 1]; the nearest has 1. */
  readonly weight: number;
}

/** The past workflows whose intents share a word with this one, nearest first. */
export type Neighbours = (intent: string | undefined) => readonly Neighbour[];

/** Of 0, 1, 2, 3, 4, 6 the one that makes the consensus best on the sets of issue 5 together. */
const exponent = 4;

/** Nearest by plain BM25 on the intents, among all of the history; votes weigh as the score, to a power. */
export function createNeighbours(history: readonly Workflow[], limit: number): Neighbours {
  const byId = new Map(history.map((workflow) => [workflow.id, workflow]));
  const index = new Bm25(history.map(({ id, intent }) => ({ id, text: intent ?? '' })));
  const known = new Map<string, readonly Neighbour[]>();
  return (intent = '') => {
    const before = known.get(intent);
    if (before !== undefined) return before;
    const scored = index.score(intent).slice(0, limit);
    const found = scored.map(({ id, score }) => ({
      workflow: byId.get(id)!,
      weight: (score / scored[0]!.score) ** exponent,
    }));
    // The steps of a workflow share their intent.
    known.set(intent, found);
    return found;
  };
}

export function createNearestWorkflow(history: readonly Workflow[]): NearestWorkflow {
  const neighbours = createNeighbours(history, 1);
  return (intent) => neighbours(intent)[0]?.workflow;
}
