import type { QueryTerm } from './text-index.js';

/** Distinct terms of a query that are looked up; the rest of a longer text is left out. */
const maximumTerms = 256;

/** The distinct terms of a query in their order, each weighing 1: saying a word twice does not double its meaning. */
export function toQueryTerms(terms: readonly string[]): QueryTerm[] {
  return Array.from(new Set(terms))
    .slice(0, maximumTerms)
    .map((term) => ({ term, weight: 1 }));
}
