import { type NamesOf, unknownNameProblem } from '../known-names.js';

/** How much of what was proposed is kept. */
export interface SuggestionLimits {
  /** The newest so many; 0 keeps none, and nothing is learned from what becomes of suggestions. @default 10_000 */
  readonly atMost?: number | undefined;
  /** Milliseconds after which a suggestion is forgotten. @default 30 days */
  readonly maxAgeMs?: number | undefined;
}

export const defaultSuggestionLimits = { atMost: 10_000, maxAgeMs: 30 * 24 * 60 * 60 * 1_000 } as const;

const names: NamesOf<SuggestionLimits> = { atMost: true, maxAgeMs: true };

/** What is wrong with the option, if anything. */
export function suggestionLimitsProblem(limits: SuggestionLimits): string | undefined {
  if (typeof limits !== 'object' || limits === null) return 'the option suggestions is no object';
  const aboutNames = unknownNameProblem(limits, names, 'suggestions');
  if (aboutNames) return aboutNames;
  const { atMost = 0, maxAgeMs = 0 } = limits;
  const usable = [atMost, maxAgeMs].every((limit) => Number.isSafeInteger(limit) && limit >= 0);
  return usable ? undefined : 'suggestions.atMost or suggestions.maxAgeMs is not a whole number of 0 or more';
}
