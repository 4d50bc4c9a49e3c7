import type { DependencySource } from '../contracts/dependency.js';

const byStrength: readonly DependencySource[] = ['learned', 'schema', 'hint', 'user'];

/** Of two sources of one edge, the one that stands: a person's over a hint's over a schema contract's over a trace. */
export function strongerSource(a: DependencySource, b: DependencySource | undefined): DependencySource {
  return b !== undefined && byStrength.indexOf(b) > byStrength.indexOf(a) ? b : a;
}
