import { type LexicalSettings, lexicalSettings } from './lexical-settings.js';
import type { QueryTerm } from './text-index.js';
import { exactFormMark, type WordReader } from './tokenize.js';

/** Bounds of what is read of a query. */
export const querySettings = {
  /** Distinct terms that are looked up; the rest of a longer text is left out. */
  maximumTerms: 1024,
  /** Clauses that are scored on their own. */
  maximumClauses: 64,
  /** Words of a text for which similar ones are looked up. */
  maximumUnknownWords: 16,
} as const;

/** What the weights of terms depend on. */
type QueryWeights = Pick<LexicalSettings, 'exactFormWeight' | 'numberWeight' | 'similarWordWeight'>;

/** The words that there are to be found. */
export interface KnownWords {
  has(term: string): boolean;
  /** Known words for one that is not, best first. */
  similar(word: string): readonly string[];
}

/** An intent as it is looked up. */
export interface IntentTerms {
  readonly whole: readonly QueryTerm[];
  /** The terms of each clause; empty when the intent is one clause. */
  readonly clauses: readonly (readonly QueryTerm[])[];
}

const clauseBoundary = /[.!?;](?=\s|$)|[,\n。！？；，、]|\b(?:and|then|also)\b/giu;
const onlyDigits = /^\p{N}+$/u;

/**
 * The distinct terms in their order: saying a word twice does not double its meaning. Exact forms are optional: they
 * count towards the highest possible score only where the index knows them.
 */
export function toQueryTerms(terms: readonly string[], weights: QueryWeights = lexicalSettings): QueryTerm[] {
  return distinct(terms).map((term) => {
    const weight = weightOfTerm(term, weights);
    return term.startsWith(exactFormMark) ? { term, weight, optional: true } : { term, weight };
  });
}

/** How much a term counts, whichever text it is of. */
export function weightOfTerm(term: string, weights: QueryWeights = lexicalSettings): number {
  if (term.startsWith(exactFormMark)) return weights.exactFormWeight;
  return onlyDigits.test(term) ? weights.numberWeight : 1;
}

/** Most are asked for the one or two terms of a word. */
function distinct(terms: readonly string[]): readonly string[] {
  if (terms.length < 2 || (terms.length === 2 && terms[0] !== terms[1])) return terms;
  return Array.from(new Set(terms)).slice(0, querySettings.maximumTerms);
}

/** The parts of an intent that may ask for one thing each, in their order; of long texts the beginning. */
export function clausesOf(text: string): string[] {
  return text
    .slice(0, 16 * 1024)
    .split(clauseBoundary)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

/**
 * Reads an intent: its terms, those of neighbouring words written as one (log in: login), those of words similar to
 * what no tool has, and those of its clauses.
 */
export function readIntent(
  text: string,
  reader: WordReader,
  weights: QueryWeights = lexicalSettings,
  known?: KnownWords | undefined,
): IntentTerms {
  const substitutes = new Substitutes(reader, weights, known);
  const clauses = clausesOf(text)
    .map((clause) => toClauseTerms(reader.words(clause), reader, weights, substitutes))
    .filter((terms) => terms.length > 0);
  const whole = new Map<string, QueryTerm>();
  for (const term of clauses.flat()) {
    const before = whole.get(term.term);
    if (before === undefined ? whole.size < querySettings.maximumTerms : before.optional) whole.set(term.term, term);
  }
  return {
    whole: Array.from(whole.values()),
    clauses: clauses.length > 1 ? clauses.slice(0, querySettings.maximumClauses) : [],
  };
}

function toClauseTerms(
  words: readonly string[],
  reader: WordReader,
  weights: QueryWeights,
  substitutes: Substitutes,
): QueryTerm[] {
  const terms = new Map<string, QueryTerm>();
  for (const word of words) {
    if (terms.size >= querySettings.maximumTerms) break;
    for (const term of substitutes.apply(toQueryTerms(reader.termsOf(word), weights))) {
      if (!terms.has(term.term)) terms.set(term.term, term);
    }
  }
  const joined: string[] = [];
  for (let index = 1; index < words.length; index++) {
    for (const term of reader.termsOf((words[index - 1]! + words[index]!).toLowerCase())) joined.push(term);
  }
  for (const { term, weight } of toQueryTerms(joined, weights)) {
    if (!terms.has(term)) terms.set(term, { term, weight, optional: true });
  }
  return Array.from(terms.values());
}

/** Lets known words stand in for unknown ones: they take a part of the weight, the rest stays unmatched. */
class Substitutes {
  private lookups = 0;

  constructor(
    private readonly reader: WordReader,
    private readonly weights: QueryWeights,
    private readonly known: KnownWords | undefined,
  ) {}

  /** The terms of one word, and those of its substitutes where none of them is known. */
  apply(terms: readonly QueryTerm[]): readonly QueryTerm[] {
    const { known, reader } = this;
    const { similarWordWeight } = this.weights;
    if (known === undefined || similarWordWeight === 0 || terms.some(({ term }) => known.has(term))) return terms;
    const spellings = new Set(terms.map(({ term }) => reader.spelling(term)).filter((word) => word !== undefined));
    const similar = Array.from(spellings).flatMap((word) =>
      this.lookups++ < querySettings.maximumUnknownWords ? known.similar(word) : [],
    );
    if (similar.length === 0) return terms;
    const substitutes = toQueryTerms(similar.flatMap(reader.termsOf), this.weights);
    return [
      ...terms.map((term) => ({ ...term, weight: term.weight * (1 - similarWordWeight) })),
      ...substitutes.map((term) => ({ ...term, weight: term.weight * similarWordWeight, optional: true })),
    ];
  }
}
