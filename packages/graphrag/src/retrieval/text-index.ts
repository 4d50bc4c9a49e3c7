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
 * numbers dense and below 2²². Adding, replacing and removing cost the size of the document; nothing is ever rebuilt. Scores depend
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

/** What a term adds, before idf, to the score of each document that contains it; valid for one revision. */
interface Gains {
  readonly revision: number;
  readonly documents: Int32Array;
  readonly amounts: Float32Array;
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
  /** By term id, filled when a term is first asked for. */
  const gainsOfTerm: (Gains | undefined)[] = [];
  /** By document. */
  const termIdsOf: (Int32Array | undefined)[] = [];
  let lengths = new Int32Array(64 * fieldCount);
  const totalLengths = new Float64Array(fieldCount);
  const counter = new TermCounter(fieldCount);
  let size = 0;
  let revision = 0;

  const idf = (documentCount: number) => Math.log(1 + (size - documentCount + 0.5) / (documentCount + 0.5));
  const documentCount = (id: number | undefined) => (id === undefined ? 0 : postings[id]!.documentCount);

  function idOf(term: string): number {
    let id = termIds.get(term);
    if (id === undefined) {
      id = postings.push(new PostingList()) - 1;
      termIds.set(term, id);
    }
    return id;
  }

  function remove(document: number): void {
    const ids = termIdsOf[document];
    if (ids === undefined) return;
    for (const id of ids) postings[id]!.remove(document);
    for (let field = 0; field < fieldCount; field++) totalLengths[field]! -= lengths[document * fieldCount + field]!;
    termIdsOf[document] = undefined;
    size--;
    revision++;
  }

  function setLengths(document: number, fieldTerms: readonly (readonly string[])[]): void {
    if ((document + 1) * fieldCount > lengths.length) {
      const larger = new Int32Array(2 ** Math.ceil(Math.log2(document + 1)) * fieldCount);
      larger.set(lengths);
      lengths = larger;
    }
    for (const [field, terms] of fieldTerms.entries()) {
      lengths[document * fieldCount + field] = terms.length;
      totalLengths[field]! += terms.length;
    }
  }

  function gainsOf(id: number): Gains {
    const known = gainsOfTerm[id];
    if (known?.revision === revision) return known;
    const posting = postings[id]!;
    const documents = new Int32Array(posting.documentCount);
    const amounts = new Float32Array(posting.documentCount);
    let place = -1;
    posting.forEach((document, field, frequency) => {
      if (place < 0 || documents[place] !== document) documents[++place] = document;
      const { weight, lengthNormalization: b } = fields[field]!;
      const relativeLength = lengths[document * fieldCount + field]! / (totalLengths[field]! / size);
      amounts[place]! += (weight * frequency) / (1 - b + b * relativeLength);
    });
    for (const [index, frequency] of amounts.entries()) amounts[index] = frequency / (saturation + frequency);
    const gains = { revision, documents, amounts };
    gainsOfTerm[id] = gains;
    return gains;
  }

  return {
    get size() {
      return size;
    },

    set(document, fieldTerms) {
      remove(document);
      const { ids, frequencies } = counter.count(fieldTerms, idOf);
      for (const [place, id] of ids.entries()) {
        for (let field = 0; field < fieldCount; field++) {
          const frequency = frequencies[place * fieldCount + field]!;
          if (frequency > 0) postings[id]!.add(document, field, frequency);
        }
      }
      setLengths(document, fieldTerms);
      termIdsOf[document] = Int32Array.from(ids);
      size++;
      revision++;
    },

    delete: remove,

    addScores(query, board) {
      for (const { term, weight } of query) {
        const id = termIds.get(term);
        if (id === undefined || documentCount(id) === 0) continue;
        const { documents, amounts } = gainsOf(id);
        const factor = weight * idf(documents.length);
        for (let index = 0; index < documents.length; index++) board.add(documents[index]!, factor * amounts[index]!);
      }
    },

    highestScore(query) {
      return query.reduce((sum, { term, weight, optional }) => {
        const count = documentCount(termIds.get(term));
        return optional && count === 0 ? sum : sum + weight * idf(count);
      }, 0);
    },
  };
}
