import type { RankedTool, RankQuery } from './rank-tools.js';

/** Answers that are kept, and the longest text of one that is. */
const kept = { answers: 32, textLength: 4_096 } as const;

interface Answer {
  readonly embedding: Float64Array | undefined;
  readonly ranked: readonly RankedTool[];
}

/**
 * The latest answers of a ranking: while an agent works, the same intent and its clauses are asked about after every
 * step. Only questions by words and vector alone are remembered. To be cleared whenever what is ranked changes.
 */
export class RankMemory {
  private readonly answers = new Map<string, Answer>();

  clear(): void {
    this.answers.clear();
  }

  /** The answer that was given before, or the one that `rank` gives now. */
  recall(query: RankQuery, rank: (query: RankQuery) => readonly RankedTool[]): readonly RankedTool[] {
    const { text, embedding, limit, ...others } = query;
    const isPlain = Object.values(others).every((other) => other === undefined);
    if (!isPlain || text.length > kept.textLength) return rank(query);
    const key = `${limit ?? ''}:${text}`;
    const known = this.answers.get(key);
    this.answers.delete(key);
    const answer = known !== undefined && isEqual(known.embedding, embedding) ? known : answerTo(query, rank);
    // Last in the map: the first is the one that was not asked for longest.
    this.answers.set(key, answer);
    if (this.answers.size > kept.answers) this.answers.delete(this.answers.keys().next().value!);
    return answer.ranked;
  }
}

/** With a copy of the vector: what the caller does to its numbers afterwards is another question. */
function answerTo(query: RankQuery, rank: (query: RankQuery) => readonly RankedTool[]): Answer {
  const { embedding } = query;
  return { embedding: embedding && Float64Array.from(embedding), ranked: rank(query) };
}

function isEqual(known: Float64Array | undefined, embedding: RankQuery['embedding']): boolean {
  if (known === undefined || embedding === undefined) return known === embedding;
  if (known.length !== embedding.length) return false;
  for (let place = 0; place < known.length; place++) if (known[place] !== embedding[place]) return false;
  return true;
}
