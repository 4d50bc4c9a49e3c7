import type { EngineState } from '../engine-state.js';
import type { ObservedExecution } from '../execution.js';
import { createForeignDiscount } from '../memory/foreign-discount.js';
import { hearClauses } from '../memory/heard-clauses.js';
import type { Neighbour } from '../memory/memory.js';
import { createNearness } from '../memory/nearness.js';
import type { SuggestionQuery } from '../types.js';
import { planningSettings } from './planning-settings.js';

/**
 * An execution near an intent that succeeded, or in which nothing ran because what was proposed was declined; with its votes:
 * for the whole of it first, then for each of its clauses.
 */
export interface NearExecution {
  readonly execution: ObservedExecution;
  readonly votes: readonly number[];
}

export interface NearExecutions {
  /**
   * How far the nearest was asked for the same, in (0, 1]: what is left of its likeness where another tool is what this intent asks for,
   * squared. Votes say which of the executions are near, and not that none of them is.
   */
  readonly trust: number;
  /** Nearest first. */
  readonly decided: readonly NearExecution[];
  /** Near the whole intent. */
  readonly failed: readonly Neighbour[];
}

/** A vote grows with similarity and falls with age. */
export function voteOf({ similarity, freshness }: Pick<Neighbour, 'similarity' | 'freshness'>): number {
  return freshness * similarity ** planningSettings.similarityExponent;
}

/**
 * Executions with the nearest intents. Where an intent has several clauses, also those that were asked for what one of them
 * asks for, nearly word by word: a letter says more than what is to be done, and who asks for two things at once asked for
 * each before. The nearest of the whole would all be of one of the two.
 */
export function findNear(
  state: Pick<EngineState, 'memory' | 'catalogue' | 'tokenize' | 'isLeftOut'>,
  { intent, filter }: Pick<SuggestionQuery, 'intent' | 'filter'>,
  isVisible: (toolId: string) => boolean,
): NearExecutions {
  const { memory, isLeftOut } = state;
  if (isLeftOut('intents')) return { decided: [], failed: [], trust: 1 };
  const { neighbours, heardClauses, clauseLikeness } = planningSettings;
  const wanted = { count: neighbours, alike: neighbours };
  const whole = memory.nearest(intent, wanted, isVisible);
  const nearness = createNearness(state, intent, isVisible);
  const discounted = createForeignDiscount(state, intent, filter, isVisible, planningSettings.foreign);
  const nearestOf = (neighbours: readonly Neighbour[]) =>
    nearness
      .among(neighbours)
      .map((neighbour) => {
        const { execution, similarity } = neighbour;
        const left = discounted(execution, similarity);
        return { ...neighbour, similarity: left, trust: (left / similarity) ** 2 };
      })
      .filter(({ similarity }) => similarity > 0)
      .sort((a, b) => b.similarity - a.similarity);
  const near = nearestOf(whole.decided);
  const votes = new Map(near.map((neighbour) => [neighbour.execution, [voteOf(neighbour)]]));
  const clauses = hearClauses(state, intent, heardClauses, isVisible);
  for (const [place, { clause, among }] of clauses.entries()) {
    const asked = [...near, ...memory.nearest(clause, wanted, isVisible).decided];
    for (const neighbour of among(asked, clauseLikeness)) {
      const ofExecution = votes.get(neighbour.execution) ?? [0];
      ofExecution[place + 1] = voteOf(neighbour);
      votes.set(neighbour.execution, ofExecution);
    }
  }
  const decided = Array.from(votes, ([execution, ofExecution]) => ({
    execution,
    votes: Array.from(ofExecution, (vote = 0) => vote),
  }));
  if (clauses.length > 0) decided.sort((a, b) => Math.max(...b.votes) - Math.max(...a.votes));
  return { decided, trust: near[0]?.trust ?? 1, failed: nearestOf(whole.failed) };
}
