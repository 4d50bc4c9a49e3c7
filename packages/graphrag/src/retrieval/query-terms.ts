import type { QueryTerm } from './text-index.js';
import { exactFormMark, type Tokenizer } from './tokenize.js';

/** How a query is read. */
export const querySettings = {
  /** Distinct terms that are looked up; the rest of a longer text is left out. */
  maximumTerms: 1024,
  /** Clauses that are scored on their own. */
  maximumClauses: 64,
  /** Weight of a word's exact form beside its stem, which weighs 1. */
  exactFormWeight: 0.3,
  /** Weight of bare numbers: in intents they are dates, amounts and identifiers, seldom part of a tool's name. */
  numberWeight: 0.3,
} as const;

/** An intent as it is looked up. */
export interface IntentTerms {
  readonly whole: readonly QueryTerm[];
  /** The terms of each clause; empty when the intent is one clause. */
  readonly clauses: readonly (readonly QueryTerm[])[];
}

const clauseBoundary = /[.!?;](?=\s|$)|[,\n。！？；，、]|\b(?:and|then|also)\b/giu;
const words = /[\p{L}\p{N}]+/gu;
const onlyDigits = /^\p{N}+$/u;

/**
 * The distinct terms in their order: saying a word twice does not double its meaning. Exact forms are optional: they
 * count towards the highest possible score only where the index knows them.
 */
export function toQueryTerms(terms: readonly string[]): QueryTerm[] {
  return Array.from(new Set(terms))
    .slice(0, querySettings.maximumTerms)
    .map((term) => {
      if (term.startsWith(exactFormMark)) return { term, weight: querySettings.exactFormWeight, optional: true };
      return { term, weight: onlyDigits.test(term) ? querySettings.numberWeight : 1 };
    });
}

/** The parts of an intent that may ask for one thing each, in their order; of long texts the beginning. */
export function clausesOf(text: string): string[] {
  return text
    .slice(0, 16 * 1024)
    .split(clauseBoundary)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

/** Reads an intent: its terms, those of neighbouring words written as one (log in: login), and those of its clauses. */
export function readIntent(text: string, tokenize: Tokenizer): IntentTerms {
  const clauses = clausesOf(text)
    .map((clause) => toClauseTerms(clause, tokenize))
    .filter((terms) => terms.length > 0);
  const whole = new Map<string, QueryTerm>();
  for (const term of clauses.flat()) {
    const known = whole.get(term.term);
    if (known === undefined ? whole.size < querySettings.maximumTerms : known.optional) whole.set(term.term, term);
  }
  return {
    whole: Array.from(whole.values()),
    clauses: clauses.length > 1 ? clauses.slice(0, querySettings.maximumClauses) : [],
  };
}

function toClauseTerms(clause: string, tokenize: Tokenizer): QueryTerm[] {
  const single = toQueryTerms(tokenize(clause));
  const spoken = clause.match(words) ?? [];
  const joined = spoken.slice(1).flatMap((word, index) => tokenize((spoken[index]! + word).toLowerCase()));
  return [...single, ...toQueryTerms(joined).map((term) => ({ ...term, optional: true }))];
}
