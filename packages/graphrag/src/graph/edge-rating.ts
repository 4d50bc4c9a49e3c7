import type { DependencySource, EffectiveCounts } from '../types.js';
import { edgeConfidence, evidenceWeight, type RatedEvidence } from './edge-confidence.js';

/** The confidence of an edge, and all that it was computed from: edges are read much more often than they change. */
export interface EdgeRating extends EffectiveCounts {
  readonly source: DependencySource;
  /** What its observations count for in view of its tools' contracts. See `evidenceWeight`. */
  readonly weight: number;
  readonly confidence: number;
}

/** Rates an edge; the former rating is the answer where it was made from the same. */
export function rateEdge(
  edge: RatedEvidence & { readonly effective: EffectiveCounts },
  former: EdgeRating | undefined,
): EdgeRating {
  const { source, effective } = edge;
  const { successes, failures } = effective;
  const weight = evidenceWeight(edge);
  const isKnown =
    former?.source === source &&
    former.weight === weight &&
    former.successes === successes &&
    former.failures === failures;
  return isKnown ? former : { source, weight, successes, failures, confidence: edgeConfidence(edge) };
}
