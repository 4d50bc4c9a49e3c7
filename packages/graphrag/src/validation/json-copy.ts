import { invalid } from './checks.js';

const limits = { depth: 256, nodes: 200_000 } as const;

/**
 * A frozen copy of a JSON value with sorted keys: equal values become equal texts, and nothing that the caller does
 * with the original reaches the engine. What JSON leaves out (functions, `undefined`) is left out.
 */
export function jsonCopy(value: object, what: string): object {
  let nodes = 0;
  const copy = (node: unknown, depth: number): unknown => {
    if (depth > limits.depth || ++nodes > limits.nodes) {
      invalid(what, 'plain JSON of bounded depth and size', 'Look for a value that contains itself.');
    }
    if (Array.isArray(node)) return Object.freeze(Array.from(node, (child) => copy(child, depth + 1) ?? null));
    if (typeof node === 'object' && node !== null) {
      const result: Record<string, unknown> = {};
      for (const key of sortedKeys(node)) {
        const child = copy((node as Record<string, unknown>)[key], depth + 1);
        if (child === undefined) continue;
        // An ordinary key of JSON, but not for an assignment.
        if (key === '__proto__') Object.defineProperty(result, key, { value: child, enumerable: true });
        else result[key] = child;
      }
      return Object.freeze(result);
    }
    // JSON knows one zero.
    if (typeof node === 'number') return Number.isFinite(node) ? node + 0 : null;
    return typeof node === 'string' || typeof node === 'boolean' || node === null ? node : undefined;
  };
  return copy(value, 0) as object;
}

/** Most objects come with few keys, and many with sorted ones: they are not sorted again. */
function sortedKeys(node: object): readonly string[] {
  const keys = Object.keys(node);
  for (let index = 1; index < keys.length; index++) if (keys[index - 1]! > keys[index]!) return keys.sort();
  return keys;
}
