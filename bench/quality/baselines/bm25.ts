/**
 * Plain BM25 (Robertson and Zaragoza 2009), k1 = 1.2, b = 0.75, over lower-cased words. A word that a query repeats
 * counts again.
 *
 *   score(q, d) = Σ_{t ∈ q} ln(1 + (N − n_t + ½) / (n_t + ½)) · f_td (k1 + 1) / (f_td + k1 (1 − b + b |d| / avg|d|))
 */
export class Bm25 {
  readonly #ids: readonly string[];
  readonly #lengths: readonly number[];
  readonly #averageLength: number;
  readonly #postings = new Map<string, Map<number, number>>();

  constructor(documents: readonly { readonly id: string; readonly text: string }[]) {
    this.#ids = documents.map(({ id }) => id);
    this.#lengths = documents.map(({ text }, index) => {
      const words = wordsOf(text);
      for (const word of words) {
        const posting = this.#postings.get(word) ?? new Map<number, number>();
        this.#postings.set(word, posting.set(index, (posting.get(index) ?? 0) + 1));
      }
      return words.length;
    });
    this.#averageLength = this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, documents.length);
  }

  /** Ids of the documents that share a word with the text, best first, ties by id. */
  rank(text: string): string[] {
    return this.score(text).map(({ id }) => id);
  }

  /** The same with their scores. */
  score(text: string): { readonly id: string; readonly score: number }[] {
    const scores = new Map<number, number>();
    for (const word of wordsOf(text)) {
      const posting = this.#postings.get(word);
      if (posting === undefined) continue;
      const inverseFrequency = Math.log(1 + (this.#ids.length - posting.size + 0.5) / (posting.size + 0.5));
      for (const [index, frequency] of posting) {
        const length = 1 - b + (b * this.#lengths[index]!) / this.#averageLength;
        const gain = (inverseFrequency * frequency * (k1 + 1)) / (frequency + k1 * length);
        scores.set(index, (scores.get(index) ?? 0) + gain);
      }
    }
    return [...scores]
      .map(([index, score]) => ({ id: this.#ids[index]!, score }))
      .sort((left, right) => right.score - left.score || (left.id < right.id ? -1 : 1));
  }
}

const k1 = 1.2;
const b = 0.75;

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
