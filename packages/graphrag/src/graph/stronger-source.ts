import type { EngineDependency } from '../types.js';

const byStrength: readonly EngineDependency['source'][] = ['schema', 'hint', 'user'];

/** Of two declarations of one edge, the one that stands: a person's over a hint's over a schema contract's. */
export function strongerSource<Source extends EngineDependency['source']>(a: Source, b: Source | undefined): Source {
  return b !== undefined && byStrength.indexOf(b) > byStrength.indexOf(a) ? b : a;
}
