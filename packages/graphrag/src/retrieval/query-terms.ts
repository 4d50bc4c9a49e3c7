import { type LexicalSettings, lexicalSettings } from './lexical-settings.js';
import type { QueryTerm } from './text-index.js';
import { exactFormMark, type WordReader } from './tokenize.js';
import { WordMemory } from './word-memory.js';

/** Bounds of what is read of a query. */
export const querySettings = {
  /** Distinct terms that are looked up; the rest of a longer text is left out. */
  maximumTerms: 1024,
  /** Clauses that are scored on their own: of more, the outermost. */
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
  /** What stood in for words since what is known changed last; intents are read into it. Absent where nothing is kept. */
  readonly substitutions?: Map<readonly QueryTerm[], Substitution> | undefined;
}

/** The terms of a word and of its substitutes. */
export interface Substitution {
  readonly terms: readonly QueryTerm[];
  /** For how many words similar ones were looked up. */
  readonly lookups: number;
}

/** An intent as it is looked up. */
export interface IntentTerms {
  readonly whole: readonly QueryTerm[];
  /** The terms of each clause; empty when the intent is one clause. */
  readonly clauses: readonly (readonly QueryTerm[])[];
}

const clauseBoundary = /[.!?;](?=\s|$)|[,\n。！？；，、]|\s&\s|\b(?:and|then|also)\b/giu;
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

/** Characters of a text in which clauses are looked for. */
const clauseLength = 16 * 1024;

/** The parts of an intent that may ask for one thing each, in their order; of long texts those of the beginning and the end. */
export function clausesOf(text: string): string[] {
  const half = clauseLength / 2;
  const read = text.length <= clauseLength ? text : `${text.slice(0, half)}\n${text.slice(-half)}`;
  return read
    .split(clauseBoundary)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

/** So many at most, of a longer list half from its beginning and half from its end: a letter asks at the one or at the other. */
export function outermost<Item>(items: readonly Item[], maximum: number): readonly Item[] {
  if (items.length <= maximum) return items;
  const last = Math.floor(maximum / 2);
  return [...items.slice(0, maximum - last), ...items.slice(items.length - last)];
}

/**
 * Makes a reader of intents: of their terms, those of neighbouring words written as one (log in: login), those of words
 * similar to what no tool has, and those of their clauses. It remembers what words ask for: people say the same ones.
 */
export function createIntentReader(
  reader: WordReader,
  weights: QueryWeights = lexicalSettings,
): (text: string, known?: KnownWords | undefined) => IntentTerms {
  const termsOf = new WordMemory((word) => toQueryTerms(reader.termsOf(word), weights));
  const joinedTermsOf = new WordMemory((word) =>
    toQueryTerms(reader.termsOf(word), weights).map(({ term, weight }) => ({ term, weight, optional: true })),
  );

  function toClauseTerms(words: readonly string[], substitutes: Substitutes): readonly QueryTerm[] {
    const terms = new Map<string, QueryTerm>();
    for (const word of words) {
      if (terms.size >= querySettings.maximumTerms) break;
      for (const term of substitutes.apply(termsOf.of(word))) if (!terms.has(term.term)) terms.set(term.term, term);
    }
    const joined: QueryTerm[] = [];
    for (let index = 1; index < words.length; index++) {
      for (const term of joinedTermsOf.of((words[index - 1]! + words[index]!).toLowerCase())) joined.push(term);
    }
    for (const term of bounded(joined)) if (!terms.has(term.term)) terms.set(term.term, term);
    return Array.from(terms.values());
  }

  return (text, known) => {
    const substitutes = new Substitutes(reader, weights, known);
    const clauses: (readonly QueryTerm[])[] = [];
    for (const clause of clausesOf(text)) {
      const terms = toClauseTerms(reader.words(clause), substitutes);
      if (terms.length > 0) clauses.push(terms);
    }
    const [only] = clauses;
    if (clauses.length === 1 && only !== undefined) {
      return { whole: only.slice(0, querySettings.maximumTerms), clauses: [] };
    }
    return { whole: merged(clauses), clauses: outermost(clauses, querySettings.maximumClauses) };
  };
}

/** The distinct terms of some clauses; a term is required that is required in any of them. */
function merged(clauses: readonly (readonly QueryTerm[])[]): readonly QueryTerm[] {
  const whole = new Map<string, QueryTerm>();
  for (const clause of clauses) {
    for (const term of clause) {
      const before = whole.get(term.term);
      if (before === undefined ? whole.size < querySettings.maximumTerms : before.optional) whole.set(term.term, term);
    }
  }
  return Array.from(whole.values());
}

/** Distinct terms at most; fewer are left as they are. */
function bounded(terms: readonly QueryTerm[]): Iterable<QueryTerm> {
  if (terms.length <= querySettings.maximumTerms) return terms;
  const first = new Map<string, QueryTerm>();
  for (const term of terms) if (!first.has(term.term)) first.set(term.term, term);
  return Array.from(first.values()).slice(0, querySettings.maximumTerms);
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
    const { known } = this;
    if (known === undefined || this.weights.similarWordWeight === 0) return terms;
    const before = known.substitutions?.get(terms);
    if (before !== undefined && this.lookups + before.lookups <= querySettings.maximumUnknownWords) {
      this.lookups += before.lookups;
      return before.terms;
    }
    const lookupsBefore = this.lookups;
    const applied = terms.some(({ term }) => known.has(term)) ? terms : this.withSimilar(terms, known);
    // Past the bound nothing was looked up, which says nothing of the word.
    if (this.lookups <= querySettings.maximumUnknownWords) {
      known.substitutions?.set(terms, { terms: applied, lookups: this.lookups - lookupsBefore });
    }
    return applied;
  }

  private withSimilar(terms: readonly QueryTerm[], known: KnownWords): readonly QueryTerm[] {
    const { reader, weights } = this;
    const spellings = new Set(terms.map(({ term }) => reader.spelling(term)).filter((word) => word !== undefined));
    const similar = Array.from(spellings).flatMap((word) =>
      this.lookups++ < querySettings.maximumUnknownWords ? known.similar(word) : [],
    );
    if (similar.length === 0) return terms;
    const substitutes = toQueryTerms(similar.flatMap(reader.termsOf), weights);
    return [
      ...terms.map((term) => ({ ...term, weight: term.weight * (1 - weights.similarWordWeight) })),
      ...substitutes.map((term) => ({ ...term, weight: term.weight * weights.similarWordWeight, optional: true })),
    ];
  }
}
