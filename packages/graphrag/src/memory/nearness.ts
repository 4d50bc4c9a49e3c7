import { entry } from '../entry.js';
import type { ObservedExecution } from '../execution.js';
import type { Neighbour, Recollection } from './memory.js';

/** What is left at least of the similarity of an execution that did something else than what the intent names. */
const otherwise = 0.4;

/** What an intent that says names of tools makes of the executions near it. */
export interface Nearness {
  /** How similar an execution is then, in [0, 1]. */
  of(execution: ObservedExecution, similarity: number): number;
  /** The neighbours as near as they are then, nearest first. */
  among(neighbours: readonly Neighbour[]): readonly Neighbour[];
}

/** What is asked: whether anything was ever done, and which tools a text names. */
export interface NameSources {
  readonly memory: Pick<Recollection, 'size'>;
  readonly catalogue: {
    namedIn(text: string): readonly string[];
    namesAny(text: string, toolIds: readonly string[]): boolean;
  };
}

const unchanged: Nearness = { of: (_, similarity) => similarity, among: (neighbours) => neighbours };

/**
 * Where an intent says the whole name of a tool (`archive_order` in “archive the order of Ada”), an execution that ran none of
 * the tools named, and was not asked for in their words either, was asked for something else, whatever else the two have in
 * common: it is less near, the more so the less that is. A name of one word may be any word. With s the similarity,
 *
 *     s' = s · (otherwise + (1 − otherwise) · s)
 */
export function createNearness(
  { memory, catalogue }: NameSources,
  intent: string,
  isVisible: (toolId: string) => boolean,
): Nearness {
  const names = memory.size === 0 ? [] : catalogue.namedIn(intent).filter(isVisible);
  if (names.length === 0) return unchanged;
  const named = new Set(names);
  const known = new Map<ObservedExecution, boolean>();
  const isOfNamed = (execution: ObservedExecution) =>
    entry(known, execution, () => {
      const { tasks, intent: past = '' } = execution;
      return tasks.some(({ toolId }) => named.has(toolId)) || catalogue.namesAny(past, names);
    });
  const of = (execution: ObservedExecution, similarity: number) =>
    isOfNamed(execution) ? similarity : similarity * (otherwise + (1 - otherwise) * similarity);
  return {
    of,
    among: (neighbours) =>
      neighbours.every(({ execution }) => isOfNamed(execution))
        ? neighbours
        : neighbours
            .map((neighbour) => ({ ...neighbour, similarity: of(neighbour.execution, neighbour.similarity) }))
            .sort((a, b) => b.similarity - a.similarity),
  };
}
