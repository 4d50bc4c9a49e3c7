import { entry } from '../entry.js';
import { type DocumentGroup, findBest, type SoughtTerm } from './best-documents.js';
import { NumberLists } from './number-lists.js';
import { Postings } from './postings.js';
import type { ScoreBoard } from './score-board.js';
import { type FieldText, TermCounter } from './term-counter.js';
import type { WordReader } from './tokenize.js';
import { Vocabulary } from './vocabulary.js';

/** How one field of a document counts. */
export interface FieldWeight {
  /** How much an occurrence in this field counts. */
  readonly weight: number;
  /** `b` of BM25: 0 ignores the field's length, 1 counts frequencies per average length. */
  readonly lengthNormalization: number;
}

/** A term of a query and how much it counts. */
export interface QueryTerm {
  readonly term: string;
  readonly weight: number;
  /** An optional term that no document contains is as if it had not been asked for. @default false */
  readonly optional?: boolean | undefined;
}

/** The documents that a query is about, and what is derived from them. Void after any change of the index. */
export interface Population {
  readonly size: number;
  /** Entry 0 for the documents that are not of it; all are where it is absent. */
  readonly visible: Uint8Array | undefined;
  /** Terms by field. */
  readonly totalLengths: Float64Array;
  /** By term, filled when one is first asked for. */
  readonly terms: Map<string, TermStatistics>;
}

/** What a term is worth: its idf, and what it adds before that to the score of each document that contains it. */
interface TermStatistics {
  readonly idf: number;
  readonly documents: Uint32Array;
  readonly amounts: Float32Array;
}

/**
 * An inverted index over documents with fields, ranked by BM25F. Documents are numbered by the caller, who keeps the
 * numbers dense and below 2²². Adding, replacing and removing cost the size of the document and of the postings of its
 * terms; nothing is ever rebuilt. Scores depend on the documents that are in, never on the order in which they came.
 */
export interface TextIndex {
  readonly size: number;
  readonly vocabulary: Pick<Vocabulary, 'size' | 'version' | 'term' | 'termsOfKnown'>;
  /** Adds a document, or replaces it. `fields` holds the text or the words of each field, in the order of the weights. */
  set(document: number, fields: readonly FieldText[]): void;
  delete(document: number): void;
  /** The documents with an entry other than 0: queries about them are answered as if there were no others. */
  among(visible: Uint8Array): Population;
  /** How many documents contain a term. */
  documentCount(term: string, population?: Population | undefined): number;
  /** Adds every document's score for the query to the board. */
  addScores(query: readonly QueryTerm[], board: ScoreBoard, population?: Population | undefined): void;
  /**
   * Puts on the board the scores of the documents that can be among the best of any group, see `findBest`; returns these
   * documents. What else is on the board then means nothing. `groupsOf` has the groups of each, see there too.
   */
  addBestScores(
    query: readonly QueryTerm[],
    groups: readonly DocumentGroup[],
    groupsOf: ArrayLike<number>,
    board: ScoreBoard,
  ): Uint32Array;
  /** The documents that have a term, in no order. */
  documentsWith(term: string): readonly number[];
  contains(document: number, term: string): boolean;
  /** The idf of a term. */
  information(term: string, population?: Population | undefined): number;
  /** The information of a term that a single document has, above 0. */
  highestInformation(population?: Population | undefined): number;
  /** The highest score that any document could reach: the weighted idf of all terms of the query. */
  highestScore(query: readonly QueryTerm[], population?: Population | undefined): number;
  /**
   * How much of what a query and a document say is the same, in [0, 1]: Dice's coefficient over the weighted idf of their
   * terms. A long document, which shares something with most queries, is like few. `informationOf` keeps what is known of documents
   * by the same weights, until the next change.
   */
  likenessTo(
    query: readonly QueryTerm[],
    weightOf: (term: string) => number,
    informationOf?: Map<number, number>,
  ): (document: number) => number;
}

/** Gains that are kept between queries: so many, and so many a document. A term counts as several of them. */
const keptGains = { minimum: 2 ** 18, perDocument: 16, perTerm: 8 } as const;

const nothing = { documents: new Uint32Array(0), amounts: new Float32Array(0) };

/**
 * Makes an index. With `tf(t, f)` the frequency of a term in a field and `length(f)` the field's number of terms:
 *
 *     tf'      = Σ_f weight_f · tf(t, f) / (1 − b_f + b_f · length(f) / averageLength_f)
 *     score(d) = Σ_t weight_t · idf(t) · tf' / (saturation + tf')
 *     idf(t)   = ln(1 + (N − n_t + ½) / (n_t + ½))
 *
 * Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009), §3.6, without the constant
 * factor (saturation + 1).
 *
 * `reader` finds the words of texts, and the terms that a word of a document stands for. `unseen` is how many documents that
 * have none of the terms are taken to be elsewhere, for each that is in: with it a term that all documents have still says
 * something.
 */
export function createTextIndex(
  fields: readonly FieldWeight[],
  saturation: number,
  reader: Pick<WordReader, 'visit' | 'termsOf'>,
  unseen = 0,
): TextIndex {
  const fieldCount = fields.length;
  const vocabulary = new Vocabulary(reader.termsOf);
  const counter = new TermCounter(vocabulary, fieldCount, reader);
  const postings = new Postings();
  /** By document. */
  const termIds = new NumberLists();
  const isIn: boolean[] = [];
  let lengths = new Uint32Array(64 * fieldCount);
  const totalLengths = new Float64Array(fieldCount);
  /** No document that was ever in is shorter. */
  const lowestLengths = new Float64Array(fieldCount).fill(Infinity);
  let size = 0;
  /** Terms that no document contains any more. */
  let deadTerms = 0;
  let everything: Population | undefined;
  let gainsKept = 0;

  /** All documents; what is derived from them is kept until the next change. */
  function all(): Population {
    if (everything === undefined || gainsKept > Math.max(keptGains.minimum, keptGains.perDocument * size)) {
      everything = { size, visible: undefined, totalLengths, terms: new Map() };
      gainsKept = 0;
    }
    return everything;
  }

  const idf = (count: number, population: Population) => informationAmong((1 + unseen) * population.size, count);

  /** What a term is worth, also without what it adds. */
  function idfOf(term: string, population: Population): number {
    return population.terms.get(term)?.idf ?? idf(documentCount(term, population), population);
  }

  /** No document gets more of a term: the shortest text, all of it in that field. */
  function highestAmount(population: Population): number {
    let amount = 0;
    for (const [field, { weight, lengthNormalization: b }] of fields.entries()) {
      const shortest = (lowestLengths[field]! * population.size) / Math.max(1, population.totalLengths[field]!);
      amount += (weight * postings.highestFrequency) / (1 - b + b * shortest);
    }
    // What is added up is rounded to float32 on its way.
    return Number.isFinite(amount) ? Math.min(1, (1 + 1e-6) * (amount / (saturation + amount))) : 1;
  }

  function amountIn(document: number, id: number, population: Population): number {
    let sum = 0;
    postings.forEachIn(id, document, (field, frequency) => {
      sum = Math.fround(sum + gainOf(document, field, frequency, population));
    });
    return Math.fround(sum / (saturation + sum));
  }

  function gainOf(document: number, field: number, frequency: number, population: Population): number {
    const { weight, lengthNormalization: b } = fields[field]!;
    const averageLength = population.totalLengths[field]! / population.size;
    const relativeLength = lengths[document * fieldCount + field]! / averageLength;
    return (weight * frequency) / (1 - b + b * relativeLength);
  }

  /** Every term, also without what it adds: similar words are found among many that no query asks for. */
  function documentCount(term: string, population: Population): number {
    if (population.visible !== undefined) return statisticsOf(term, population).documents.length;
    const id = vocabulary.find(term);
    return id === undefined ? 0 : postings.documentCount(id);
  }

  function remove(document: number): void {
    if (isIn[document] !== true) return;
    for (const id of termIds.list(document)) {
      postings.remove(id, document);
      if (postings.documentCount(id) === 0) deadTerms++;
    }
    for (let field = 0; field < fieldCount; field++) totalLengths[field]! -= lengths[document * fieldCount + field]!;
    termIds.set(document, [], 0);
    isIn[document] = false;
    size--;
    everything = undefined;
  }

  /** So that texts that change for years leave nothing behind. */
  function forgetDeadTerms(): void {
    if (deadTerms < 1024 || deadTerms < vocabulary.size >> 1) return;
    const numbers = vocabulary.renumber((id) => postings.documentCount(id) > 0);
    postings.renumber(numbers, vocabulary.size);
    for (const document of isIn.keys()) {
      const terms = termIds.list(document);
      for (let place = 0; place < terms.length; place++) terms[place] = numbers[terms[place]!]!;
    }
    counter.forget();
    deadTerms = 0;
  }

  function setLengths(document: number): void {
    if ((document + 1) * fieldCount > lengths.length) {
      const larger = new Uint32Array(Math.ceil((document + 1) * 1.5) * fieldCount);
      larger.set(lengths);
      lengths = larger;
    }
    for (let field = 0; field < fieldCount; field++) {
      lengths[document * fieldCount + field] = counter.lengths[field]!;
      totalLengths[field]! += counter.lengths[field]!;
      lowestLengths[field] = Math.min(lowestLengths[field]!, counter.lengths[field]!);
    }
  }

  function statisticsOf(term: string, population: Population): TermStatistics {
    const known = population.terms.get(term);
    if (known !== undefined) return known;
    const gains = gainsOf(vocabulary.find(term), population);
    const count = gains.documents.length;
    const statistics = { idf: idf(count, population), ...gains };
    population.terms.set(term, statistics);
    if (population === everything) gainsKept += count + keptGains.perTerm;
    return statistics;
  }

  function gainsOf(id: number | undefined, population: Population): Omit<TermStatistics, 'idf'> {
    if (id === undefined) return nothing;
    const { visible } = population;
    const documents = new Uint32Array(postings.documentCount(id));
    const amounts = new Float32Array(documents.length);
    let last = -1;
    postings.forEach(id, (document, field, frequency) => {
      if (visible?.[document] === 0) return;
      if (last < 0 || documents[last] !== document) documents[++last] = document;
      amounts[last]! += gainOf(document, field, frequency, population);
    });
    const count = last + 1;
    for (let place = 0; place < count; place++) amounts[place] = amounts[place]! / (saturation + amounts[place]!);
    return { documents: documents.subarray(0, count), amounts: amounts.subarray(0, count) };
  }

  return {
    get size() {
      return size;
    },

    vocabulary,

    set(document, texts) {
      remove(document);
      forgetDeadTerms();
      const knownTerms = vocabulary.size;
      counter.read(texts);
      for (let place = 0; place < counter.count; place++) {
        const id = counter.ids[place]!;
        if (id < knownTerms && postings.documentCount(id) === 0) deadTerms--;
        postings.add(id, document, counter.frequencies, place * fieldCount, fieldCount);
      }
      setLengths(document);
      termIds.set(document, counter.ids, counter.count);
      isIn[document] = true;
      size++;
      everything = undefined;
    },

    delete: remove,

    among(visible) {
      let visibleSize = 0;
      const visibleLengths = new Float64Array(fieldCount);
      for (const [document, isPresent] of isIn.entries()) {
        if (!isPresent || visible[document] === 0) continue;
        visibleSize++;
        for (let field = 0; field < fieldCount; field++) {
          visibleLengths[field]! += lengths[document * fieldCount + field]!;
        }
      }
      return { size: visibleSize, visible, totalLengths: visibleLengths, terms: new Map() };
    },

    documentCount: (term, population = all()) => documentCount(term, population),

    addScores(query, board, population = all()) {
      for (let place = 0; place < query.length; place++) {
        const { term, weight } = query[place]!;
        const { documents, amounts, idf } = statisticsOf(term, population);
        board.addAll(documents, amounts, weight * idf);
      }
    },

    addBestScores(query, groups, groupsOf, board) {
      const population = all();
      if (!postings.isSorted) {
        this.addScores(query, board, population);
        return board.touched.subarray(0, board.count);
      }
      const highest = highestAmount(population);
      const terms = query.map(({ term, weight }): SoughtTerm => {
        const id = vocabulary.find(term);
        let known = population.terms.get(term);
        const factor = weight * (known?.idf ?? idfOf(term, population));
        return {
          id,
          factor,
          bound: factor * highest,
          count: id === undefined ? 0 : postings.documentCount(id),
          gains() {
            known ??= statisticsOf(term, population);
            return known;
          },
          amountIn(document) {
            if (known !== undefined) return amountAmong(known, document);
            return id === undefined ? 0 : amountIn(document, id, population);
          },
        };
      });
      return findBest(terms, groups, groupsOf, (document) => termIds.list(document), board);
    },

    documentsWith(term) {
      const id = vocabulary.find(term);
      const found: number[] = [];
      if (id === undefined) return found;
      // The occurrences in one document stand together.
      postings.forEach(id, (document) => {
        if (document !== found.at(-1)) found.push(document);
      });
      return found;
    },

    contains(document, term) {
      const id = vocabulary.find(term);
      return id !== undefined && termIds.list(document).includes(id);
    },

    information: (term, population = all()) => idfOf(term, population),

    highestInformation: (population = all()) => idf(Math.min(1, population.size), population),

    highestScore(query, population = all()) {
      let sum = 0;
      for (let place = 0; place < query.length; place++) {
        const { term, weight, optional } = query[place]!;
        if (!optional || documentCount(term, population) > 0) sum += weight * idfOf(term, population);
      }
      return sum;
    },

    likenessTo(query, weightOf, informationOf = new Map()) {
      const population = all();
      const informationIn = (id: number) => weightOf(vocabulary.term(id)) * idf(postings.documentCount(id), population);
      const asked = new Map<number, number>();
      let ofQuery = 0;
      for (const { term, weight, optional } of query) {
        const id = vocabulary.find(term);
        if (id !== undefined) asked.set(id, informationIn(id));
        const count = documentCount(term, population);
        if (!optional || count > 0) ofQuery += weight * idf(count, population);
      }
      return (document) => {
        const terms = termIds.list(document);
        const ofDocument = entry(informationOf, document, () => {
          let sum = 0;
          for (const id of terms) sum += informationIn(id);
          return sum;
        });
        let common = 0;
        for (const id of terms) common += asked.get(id) ?? 0;
        return ofQuery + ofDocument === 0 ? 0 : Math.min(1, (2 * common) / (ofQuery + ofDocument));
      };
    },
  };
}

/** The idf of a term that so many of so many documents have, in nats. */
export function informationAmong(size: number, count: number): number {
  return Math.log(1 + (size - count + 0.5) / (count + 0.5));
}

/** What a term adds to a document, of those in ascending order; 0 where it does not contain the term. */
function amountAmong({ documents, amounts }: TermStatistics, document: number): number {
  let low = 0;
  let high = documents.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (documents[middle]! < document) low = middle + 1;
    else high = middle;
  }
  return low < documents.length && documents[low] === document ? amounts[low]! : 0;
}
