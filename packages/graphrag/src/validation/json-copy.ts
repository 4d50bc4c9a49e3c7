import { invalid } from './checks.js';

const limits = { depth: 256, nodes: 200_000 } as const;

/**
 * A frozen copy of a JSON value with sorted keys: equal values become equal texts, and nothing that the caller does
 * with the original reaches the engine. What JSON leaves out (functions, `undefined`) is left out.
 */
export function jsonCopy(value: object, what: string): object {
  return copyOf(value, 0, { what, nodes: 0 }) as object;
}

/** One object a value, not a closure a value: schemas are most of what an engine is given. */
interface Progress {
  readonly what: string;
  nodes: number;
}

function copyOf(node: unknown, depth: number, progress: Progress): unknown {
  if (depth > limits.depth || ++progress.nodes > limits.nodes) {
    invalid(progress.what, 'plain JSON of bounded depth and size', 'Look for a value that contains itself.');
  }
  if (typeof node === 'string' || typeof node === 'boolean' || node === null) return node;
  // JSON knows one zero.
  if (typeof node === 'number') return Number.isFinite(node) ? node + 0 : null;
  if (typeof node !== 'object') return undefined;
  return Array.isArray(node) ? copyOfArray(node, depth, progress) : copyOfObject(node, depth, progress);
}

function copyOfArray(array: readonly unknown[], depth: number, progress: Progress): readonly unknown[] {
  const result: unknown[] = [];
  for (let index = 0; index < array.length; index++) result.push(copyOf(array[index], depth + 1, progress) ?? null);
  return Object.freeze(result);
}

function copyOfObject(object: object, depth: number, progress: Progress): object {
  const result: Record<string, unknown> = {};
  const keys = sortedKeys(object);
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    const child = copyOf((object as Record<string, unknown>)[key], depth + 1, progress);
    if (child === undefined) continue;
    // An ordinary key of JSON, but not for an assignment.
    if (key === '__proto__') Object.defineProperty(result, key, { value: child, enumerable: true });
    else result[key] = child;
  }
  return Object.freeze(result);
}

/** Most objects come with few keys, and many with sorted ones: they are not sorted again. */
function sortedKeys(node: object): readonly string[] {
  const keys = Object.keys(node);
  for (let index = 1; index < keys.length; index++) if (keys[index - 1]! > keys[index]!) return keys.sort();
  return keys;
}
