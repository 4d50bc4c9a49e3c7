import type { DependencyPair } from '../contracts/dependency.js';

/** Orders as (from, to): ids have no control characters, so the separator is lower than anything in them. */
export function edgeKey({ from, to }: DependencyPair): string {
  return `${from}\u0000${to}`;
}
