import type { EngineTool, ToolFilter } from '../types.js';
import { permits } from './permits.js';
import type { ScoreBoard } from './score-board.js';
import { TopRanked } from './top-ranked.js';

export interface RankQuery {
  readonly text: string;
  readonly embedding?: Float32Array | readonly number[] | undefined;
  readonly filter?: ToolFilter | undefined;
  /** How many tools at most. @default all that match */
  readonly limit?: number | undefined;
}

/** How well a tool matches a text. */
export interface RankedTool {
  readonly toolId: string;
  /** In (0, 1]: the sum of the two parts. */
  readonly score: number;
  /** What the words contributed. */
  readonly lexical: number;
  /** What the vectors contributed. */
  readonly semantic: number;
}

/** Weight of the words against the vectors; one for all tools of a query. */
const lexicalWeight = 0.55;

/** The tools that match by their words alone, best first. */
export function rankByWords(
  words: ScoreBoard,
  toolAt: (slot: number) => EngineTool,
  { filter, limit = Number.POSITIVE_INFINITY }: RankQuery,
): readonly RankedTool[] {
  const top = new TopRanked<RankedTool>(limit);
  for (let entry = 0; entry < words.count; entry++) {
    const slot = words.touched[entry]!;
    const score = words.scores[slot]!;
    if (!top.accepts(score)) continue;
    const tool = toolAt(slot);
    if (permits(filter, tool)) top.add({ toolId: tool.id, score, lexical: score, semantic: 0 });
  }
  return top.best();
}

/**
 * The tools that match by words and vectors, best first: a convex combination of min–max normalised scores, which
 * beats rank fusion (Bruch, Gai, Ingber: An Analysis of Fusion Functions for Hybrid Retrieval, 2023), scaled by how
 * well the best tools match at all. Over the permitted tools, with l the lexical score, c the cosine and w the weight:
 *
 *     score(d) = (w · l(d) / max l + (1 − w) · (c(d) − min c) / (max c − min c)) · (w · max l + (1 − w) · max(0, max c))
 *
 * A tool without a vector is placed by its words alone: its first factor is l(d) / max l. Without any shared word
 * w is 0.
 */
export function rankByWordsAndVectors(
  words: ScoreBoard,
  cosines: Float64Array,
  tools: readonly (EngineTool | undefined)[],
  { filter, limit = Number.POSITIVE_INFINITY }: RankQuery,
): readonly RankedTool[] {
  const slots: number[] = [];
  let highestWords = 0;
  let lowestCosine = 1;
  let highestCosine = -1;
  for (const [slot, tool] of tools.entries()) {
    if (tool === undefined || !permits(filter, tool)) continue;
    slots.push(slot);
    highestWords = Math.max(highestWords, words.scores[slot]!);
    const cosine = cosines[slot] ?? Number.NaN;
    if (Number.isNaN(cosine)) continue;
    lowestCosine = Math.min(lowestCosine, cosine);
    highestCosine = Math.max(highestCosine, cosine);
  }

  const weight = highestWords === 0 ? 0 : lexicalWeight;
  const strength = weight * highestWords + (1 - weight) * Math.max(0, highestCosine);
  const range = highestCosine - lowestCosine;
  const top = new TopRanked<RankedTool>(limit);
  for (const slot of slots) {
    const byWords = highestWords === 0 ? 0 : words.scores[slot]! / highestWords;
    const cosine = cosines[slot] ?? Number.NaN;
    const hasVector = !Number.isNaN(cosine);
    const byVector = range === 0 ? 1 : (cosine - lowestCosine) / range;
    const lexical = strength * byWords * (hasVector ? weight : 1);
    const semantic = hasVector ? strength * (1 - weight) * byVector : 0;
    const score = Math.min(1, lexical + semantic);
    if (score > 0 && top.accepts(score)) top.add({ toolId: tools[slot]!.id, score, lexical, semantic });
  }
  return top.best();
}
