import { PostingList } from './posting-list.js';
import type { ScoreBoard } from './score-board.js';
import { TermCounter } from './term-counter.js';

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

/**
 * An inverted index over documents with fields, ranked by BM25F. Documents are numbered by the caller, who keeps the
 * numbers dense. Adding, replacing and removing cost the size of the document; nothing is ever rebuilt. Scores depend
 * on the documents that are in, never on the order in which they came.
 */
export interface TextIndex {
  readonly size: number;
  /** Adds a document, or replaces it. `fields` holds the terms of each field, in the order of the weights. */
  set(document: number, fields: readonly (readonly string[])[]): void;
  delete(document: number): void;
  /** Adds every document's score for the query to the board. */
  addScores(query: readonly QueryTerm[], board: ScoreBoard): void;
  /** The highest score that any document could reach: the weighted idf of all terms of the query. */
  highestScore(query: readonly QueryTerm[]): number;
}

interface IndexedDocument {
  readonly termIds: Int32Array;
  readonly lengths: Int32Array;
}

/**
 * Makes an index. With `tf(t, f)` the frequency of a term in a field and `length(f)` the field's number of terms:
 *
 *     tf'      = Σ_f weight_f · tf(t, f) / (1 − b_f + b_f · length(f) / averageLength_f)
 *     score(d) = Σ_t weight_t · idf(t) · tf' / (saturation + tf')
 *     idf(t)   = ln(1 + (N − n_t + ½) / (n_t + ½))
 *
 * Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009), §3.6, without the constant
 * factor (saturation + 1).
 */
export function createTextIndex(fields: readonly FieldWeight[], saturation: number): TextIndex {
  const fieldCount = fields.length;
  const termIds = new Map<string, number>();
  const postings: PostingList[] = [];
  const documents = new Map<number, IndexedDocument>();
  const totalLengths = new Float64Array(fieldCount);
  const counter = new TermCounter(fieldCount);
  let revision = 0;

  const idf = (count: number) => Math.log(1 + (documents.size - count + 0.5) / (count + 0.5));

  function remove(document: number): void {
    const indexed = documents.get(document);
    if (indexed === undefined) return;
    for (const id of indexed.termIds) postings[id]!.remove(document);
    for (let field = 0; field < fieldCount; field++) totalLengths[field]! -= indexed.lengths[field]!;
    documents.delete(document);
    revision++;
  }

  function idOf(term: string): number {
    let id = termIds.get(term);
    if (id === undefined) {
      id = postings.push(new PostingList(fieldCount)) - 1;
      termIds.set(term, id);
    }
    return id;
  }

  function refreshGains(posting: PostingList): void {
    if (posting.gains.length < posting.length) posting.gains = new Float32Array(posting.documents.length);
    const average = totalLengths.map((total) => Math.max(total / documents.size, Number.MIN_VALUE));
    for (let entry = 0; entry < posting.length; entry++) {
      const { lengths } = documents.get(posting.documents[entry]!)!;
      let frequency = 0;
      for (let field = 0; field < fieldCount; field++) {
        const count = posting.frequencies[entry * fieldCount + field]!;
        if (count === 0) continue;
        const { weight, lengthNormalization: b } = fields[field]!;
        frequency += (weight * count) / (1 - b + (b * lengths[field]!) / average[field]!);
      }
      posting.gains[entry] = frequency / (saturation + frequency);
    }
    posting.gainsRevision = revision;
  }

  return {
    get size() {
      return documents.size;
    },

    set(document, terms) {
      remove(document);
      const { ids, frequencies } = counter.count(terms, idOf);
      for (const [place, id] of ids.entries()) postings[id]!.add(document, frequencies, place * fieldCount);
      const lengths = Int32Array.from(terms, (termsOfField) => termsOfField.length);
      for (let field = 0; field < fieldCount; field++) totalLengths[field]! += lengths[field]!;
      documents.set(document, { termIds: Int32Array.from(ids), lengths });
      revision++;
    },

    delete: remove,

    addScores(query, board) {
      for (const { term, weight } of query) {
        const id = termIds.get(term);
        const posting = id === undefined ? undefined : postings[id]!;
        if (posting === undefined || posting.length === 0) continue;
        if (posting.gainsRevision !== revision) refreshGains(posting);
        const factor = weight * idf(posting.length);
        for (let entry = 0; entry < posting.length; entry++) {
          board.add(posting.documents[entry]!, factor * posting.gains[entry]!);
        }
      }
    },

    highestScore(query) {
      return query.reduce((sum, { term, weight, optional }) => {
        const id = termIds.get(term);
        const count = id === undefined ? 0 : postings[id]!.length;
        return optional && count === 0 ? sum : sum + weight * idf(count);
      }, 0);
    },
  };
}
