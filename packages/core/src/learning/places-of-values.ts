import type { ScoringEngine } from '../contracts/engine.js';
import type { ExecutionTask, ValuePlace } from '../contracts/execution.js';
import { keyedDigest } from '../digest.js';

interface RawTask {
  readonly arguments?: unknown;
  readonly output?: unknown;
}

interface PlacesContext {
  readonly digestKey: string;
  readonly valuePlaces: ScoringEngine['valuePlaces'];
}

/** So many values may be all that was read of more. */
const manyValues = 100;

/**
 * Adds where values stood, of those values alone that are in an output and in arguments of the execution: no other
 * can have gone from one to the other, and names of members that lead to no such value are not kept.
 * Nothing is added to what is too long to know all of it.
 */
export function withPlaces(
  tasks: readonly ExecutionTask[],
  inputs: readonly RawTask[],
  context: PlacesContext,
): ExecutionTask[] {
  const given = new Set(tasks.flatMap(({ outputValues = [] }) => outputValues));
  const used = new Set(tasks.flatMap(({ argumentValues = [] }) => argumentValues));
  const places = (values: readonly string[] | undefined, others: ReadonlySet<string>, raw: unknown) => {
    if (values === undefined) return undefined;
    const mayTell = values.length >= manyValues || values.some((value) => others.has(value));
    return mayTell ? placesOf(raw, others, context) : [];
  };
  return tasks.map((task, index) => ({
    ...task,
    argumentPlaces: places(task.argumentValues, given, inputs[index]!.arguments),
    outputPlaces: places(task.outputValues, used, inputs[index]!.output),
  }));
}

function placesOf(
  raw: unknown,
  kept: ReadonlySet<string>,
  { digestKey, valuePlaces }: PlacesContext,
): readonly ValuePlace[] | undefined {
  return valuePlaces(raw)
    ?.map(({ value, path }) => ({ value: keyedDigest(digestKey, value), path }))
    .filter(({ value }) => kept.has(value));
}
