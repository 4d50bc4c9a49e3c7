import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import type { ObservedExecution } from '../execution.js';
import type { Neighbour } from './memory.js';

/** How near an execution still is that did something else than what the intent names. */
const otherwise = 0.25;

/** What an intent that says names of tools makes of the executions near it. */
export interface Nearness {
  /** What is left of the similarity of an execution, in (0, 1]. */
  of(execution: ObservedExecution): number;
  /** The neighbours as near as they are then, nearest first. */
  among(neighbours: readonly Neighbour[]): readonly Neighbour[];
}

const unchanged: Nearness = { of: () => 1, among: (neighbours) => neighbours };

/**
 * Where an intent says the whole name of a tool (`archive_order` in “archive the order of Ada”), an execution that ran none of
 * the tools named, and was not asked for in their words either, was asked for something else, whatever else the two have in
 * common: it is less near. A name of one word may be any word.
 */
export function createNearness(
  { memory, catalogue }: Pick<EngineState, 'memory' | 'catalogue'>,
  intent: string,
  isVisible: (toolId: string) => boolean,
): Nearness {
  const named = memory.size === 0 ? [] : catalogue.namedIn(intent).filter(isVisible);
  if (named.length === 0) return unchanged;
  const known = new Map<ObservedExecution, number>();
  const isOfNamed = ({ tasks, intent: past = '' }: ObservedExecution) =>
    tasks.some(({ toolId }) => named.includes(toolId)) || named.some((toolId) => catalogue.names(past, toolId));
  const of = (execution: ObservedExecution) => entry(known, execution, () => (isOfNamed(execution) ? 1 : otherwise));
  return {
    of,
    among: (neighbours) =>
      neighbours.every(({ execution }) => of(execution) === 1)
        ? neighbours
        : neighbours
            .map((neighbour) => ({ ...neighbour, similarity: of(neighbour.execution) * neighbour.similarity }))
            .sort((a, b) => b.similarity - a.similarity),
  };
}
