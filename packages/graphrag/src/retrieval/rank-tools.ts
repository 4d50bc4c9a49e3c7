import type { EngineTool, ToolFilter } from '../types.js';
import { permits } from './permits.js';
import type { ScoreBoard } from './score-board.js';
import { byRank, TopRanked } from './top-ranked.js';

export interface RankQuery {
  readonly text: string;
  readonly embedding?: Float32Array | readonly number[] | undefined;
  readonly filter?: ToolFilter | undefined;
  /** How many tools at most. @default all that match */
  readonly limit?: number | undefined;
  /** Ids of tools that are ranked in addition, however low. */
  readonly also?: Iterable<string> | undefined;
}

/** How well a tool matches a text. */
export interface RankedTool {
  readonly toolId: string;
  /** In [0, 1]: the sum of the two parts. */
  readonly score: number;
  /** What the words contributed. */
  readonly lexical: number;
  /** What the vectors contributed. */
  readonly semantic: number;
}

/** Weight of the words against the vectors; one for all tools of a query. */
const lexicalWeight = 0.55;

/** The parts of a tool's score, by its slot. */
interface Scorer {
  lexical(slot: number): number;
  semantic(slot: number): number;
}

/**
 * Permitted tools by descending score, ties by id. `words` holds the lexical scores; `cosines`, where there are
 * vectors, the cosine of each slot, NaN for tools without a vector.
 */
export function rankTools(
  words: ScoreBoard,
  cosines: ArrayLike<number> | undefined,
  tools: readonly (EngineTool | undefined)[],
  alsoSlots: readonly number[],
  { filter, limit = Number.POSITIVE_INFINITY }: RankQuery,
): readonly RankedTool[] {
  const isPermitted = (slot: number) => tools[slot] !== undefined && permits(filter, tools[slot]);
  const matching = cosines === undefined ? words.touched.subarray(0, words.count) : tools.keys();
  const slots = filter === undefined && cosines === undefined ? matching : Array.from(matching).filter(isPermitted);
  const scorer = cosines === undefined ? byWords(words) : byWordsAndVectors(words, cosines, slots);

  const rank = (slot: number): RankedTool => {
    const lexical = scorer.lexical(slot);
    const semantic = scorer.semantic(slot);
    return { toolId: tools[slot]!.id, score: Math.min(1, lexical + semantic), lexical, semantic };
  };
  const top = new TopRanked<RankedTool>(limit);
  for (const slot of slots) {
    const score = scorer.lexical(slot) + scorer.semantic(slot);
    if (score > 0 && top.accepts(score)) top.add(rank(slot));
  }
  const best = top.best();
  const known = new Set(best.map(({ toolId }) => toolId));
  const further = alsoSlots.filter((slot) => isPermitted(slot) && !known.has(tools[slot]!.id)).map(rank);
  return [...best, ...further.sort(byRank)];
}

function byWords(words: ScoreBoard): Scorer {
  return { lexical: (slot) => words.scores[slot]!, semantic: () => 0 };
}

/**
 * A convex combination of min–max normalised scores, which beats rank fusion (Bruch, Gai, Ingber: An Analysis of
 * Fusion Functions for Hybrid Retrieval, 2023), scaled by how well the best tools match at all. Over the permitted
 * tools, with l the lexical score, c the cosine and w the weight of the words:
 *
 *     score(d) = (w · l(d) / max l + (1 − w) · (c(d) − min c) / (max c − min c)) · (w · max l + (1 − w) · max(0, max c))
 *
 * A tool without a vector is placed by its words alone: its first factor is l(d) / max l. Where no tool shares a word
 * with the text, w is 0.
 */
function byWordsAndVectors(words: ScoreBoard, cosines: ArrayLike<number>, permitted: Iterable<number>): Scorer {
  let highestWords = 0;
  let lowestCosine = 1;
  let highestCosine = -1;
  for (const slot of permitted) {
    highestWords = Math.max(highestWords, words.scores[slot]!);
    if (Number.isNaN(cosines[slot])) continue;
    lowestCosine = Math.min(lowestCosine, cosines[slot]!);
    highestCosine = Math.max(highestCosine, cosines[slot]!);
  }
  const weight = highestWords === 0 ? 0 : lexicalWeight;
  const strength = weight * highestWords + (1 - weight) * Math.max(0, highestCosine);
  const range = highestCosine - lowestCosine;
  return {
    lexical(slot) {
      if (highestWords === 0) return 0;
      return strength * (Number.isNaN(cosines[slot]) ? 1 : weight) * (words.scores[slot]! / highestWords);
    },
    semantic(slot) {
      if (Number.isNaN(cosines[slot])) return 0;
      return strength * (1 - weight) * (range === 0 ? 1 : (cosines[slot]! - lowestCosine) / range);
    },
  };
}
