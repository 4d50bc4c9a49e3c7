import type { GraphAging } from '../graph/dependency-graph.js';
import { checkOptionalFunction, invalid } from './checks.js';

const day = 86_400_000;

/**
 * Half-life of what was observed, in milliseconds, unless a caller says otherwise. From simulations of a changing world:
 * `docs/decisions/2026-11-28-half-life.md`.
 */
const defaultHalfLife = 60 * day;

/** Steps of the present in one half-life: between two of them confidences need not be computed anew. */
const steps = 256;

/** How a graph ages by these options. */
export function readAging(halfLife: unknown = defaultHalfLife, clock: unknown = Date.now): GraphAging {
  checkOptionalFunction(clock, 'clock');
  if (typeof halfLife !== 'number' || !(halfLife > 0)) invalid('halfLife', 'a number of milliseconds above 0');
  if (halfLife === Infinity) return { halfLife, present: () => Infinity };
  const step = halfLife / steps;
  const now = clock as () => number;
  return { halfLife, present: () => Math.floor(now() / step) * step };
}
