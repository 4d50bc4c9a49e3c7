import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import type { ObservedExecution } from '../execution.js';
import { clausesOf, outermost } from '../retrieval/query-terms.js';
import { exactFormMark } from '../retrieval/tokenize.js';
import type { Neighbour } from './memory.js';
import { createNearness } from './nearness.js';

/** A clause of an intent that may have been asked for alone. */
export interface HeardClause {
  readonly clause: string;
  /** How much of what it and the intent of an execution say is the same, in [0, 1]. */
  likenessTo(execution: ObservedExecution): number;
  /** Those of some executions that are at least so like it, as near as they are to it. */
  among(neighbours: readonly Neighbour[], leastLikeness: number): readonly Neighbour[];
}

/** How like they are to clauses; memory gives the same neighbours before every step of a task, and others once it has changed. */
const knownLikenesses = new WeakMap<readonly Neighbour[], Map<string, readonly number[]>>();

/**
 * The clauses of an intent that has several, in their order; of more than `maximum` the outermost. Who asks for two things at
 * once asked for each before, and the executions nearest to the whole would all be of one of the two.
 */
export function hearClauses(
  state: Pick<EngineState, 'memory' | 'catalogue' | 'tokenize'>,
  intent: string,
  maximum: number,
  isVisible: (toolId: string) => boolean,
): readonly HeardClause[] {
  const all = clausesOf(intent);
  if (all.length < 2) return [];
  const telling = all.filter((clause) => saysEnough(state.tokenize(clause)));
  return outermost(telling, maximum).map((clause) => {
    let likeness: ReturnType<typeof state.memory.likenessTo> | undefined;
    const plainLikenessTo = (execution: ObservedExecution) => {
      likeness ??= state.memory.likenessTo(clause);
      return likeness(execution);
    };
    const nearness = createNearness(state, clause, isVisible);
    return {
      clause,
      likenessTo: (execution) => nearness.of(execution, plainLikenessTo(execution)),
      among(neighbours, leastLikeness) {
        const ofClauses = entry(knownLikenesses, neighbours, () => new Map<string, readonly number[]>());
        const plain = entry(ofClauses, clause, () => neighbours.map(({ execution }) => plainLikenessTo(execution)));
        return neighbours
          .map((each, place) => ({ ...each, similarity: nearness.of(each.execution, plain[place]!) }))
          .filter(({ similarity }) => similarity >= leastLikeness);
      },
    };
  });
}

/** A past intent “ok” is all that the clause “ok” says, and has nothing to do with what comes after it. */
function saysEnough(terms: readonly string[]): boolean {
  return new Set(terms.filter((term) => !term.startsWith(exactFormMark))).size > 1;
}
