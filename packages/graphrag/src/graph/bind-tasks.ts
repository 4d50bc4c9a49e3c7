import type { TaskBinding } from '../execution.js';
import { dataFlows, type TaskEvidence } from './link-tasks.js';
import type { ValuePlace } from './significant-values.js';
import { argumentName, openChoices } from './value-paths.js';

/** A call whose values are known with the places at which they stood. */
export interface PlacedEvidence extends TaskEvidence {
  readonly argumentPlaces: readonly ValuePlace[] | undefined;
  readonly outputPlaces: readonly ValuePlace[] | undefined;
}

/** Bindings of one execution that are kept. */
const maximumBindings = 64;

/**
 * Which argument got which part of an earlier output: where data flow is proven by a value that stood as a whole on
 * both sides. Of several parts that held the value it is the one that leaves the fewest choices open, then the first.
 * Ordered by (to, from, argument).
 */
export function bindTasks(tasks: readonly PlacedEvidence[]): readonly TaskBinding[] {
  if (!tasks.some(({ outputPlaces }) => outputPlaces !== undefined && outputPlaces.length > 0)) return [];
  const bindings = new Map<string, TaskBinding>();
  const outputs = tasks.map(({ outputPlaces }) => pathsByValue(outputPlaces));
  const used = tasks.map(({ argumentPlaces }) => pathsByValue(argumentPlaces));
  for (const { from, to, value } of dataFlows(tasks)) {
    const [output] = (outputs[from]!.get(value) ?? []).toSorted((a, b) => openChoices(a) - openChoices(b));
    if (output === undefined) continue;
    for (const argument of used[to]!.get(value) ?? []) {
      if (argumentName(argument) === undefined) continue;
      const key = JSON.stringify([to, from, argument, output]);
      if (bindings.size < maximumBindings) bindings.set(key, { from, to, output, argument });
    }
  }
  return Array.from(bindings.values()).sort(compareBindings);
}

function pathsByValue(places: readonly ValuePlace[] = []): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, string[]>();
  for (const { value, path } of places) {
    const known = paths.get(value);
    if (known === undefined) paths.set(value, [path]);
    else known.push(path);
  }
  return paths;
}

function compareBindings(a: TaskBinding, b: TaskBinding): number {
  return a.to - b.to || a.from - b.from || compareTexts(a.argument, b.argument) || compareTexts(a.output, b.output);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
