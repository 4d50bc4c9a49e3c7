import { exactFormMark, type Tokenizer } from '../retrieval/tokenize.js';
import type { EngineTool } from '../types.js';
import { rememberPairs } from './remember-pairs.js';

/** Where an intent speaks of one tool and not of another. */
export interface Mentions {
  /**
   * How far the intent speaks of tool `a` before it speaks of tool `b`: the distance between the places, in shares of
   * the intent's length, negative where `b` is spoken of first; and how much is said of both that tells them apart.
   * Undefined where nothing does.
   */
  compare(a: string, b: string): { readonly distance: number; readonly strength: number } | undefined;
}

type NamedTool = Pick<EngineTool, 'name' | 'description'>;

/** A word of a tool's name counts as several of its description. */
const nameWeight = 3;

/**
 * Reads where the words of tools stand in an intent. Only the words that tell two tools apart say which of them is meant
 * where: those that one of them has, or has in its name and the other only in its description.
 */
export function readMentions(
  intent: string,
  tokenize: Tokenizer,
  toolOf: (toolId: string) => NamedTool | undefined,
): Mentions {
  const places = firstPlaces(stemsOf(tokenize(intent)));
  const known = new Map<string, ReadonlyMap<string, number>>();

  function weightsOf(toolId: string): ReadonlyMap<string, number> {
    let weights = known.get(toolId);
    if (weights === undefined) {
      weights = weightsIn(toolOf(toolId), tokenize, places);
      known.set(toolId, weights);
    }
    return weights;
  }

  return {
    compare: rememberPairs((a, b) => {
      const ofA = meanPlace(weightsOf(a), weightsOf(b), places);
      const ofB = meanPlace(weightsOf(b), weightsOf(a), places);
      if (ofA === undefined || ofB === undefined) return undefined;
      return { distance: ofB.place - ofA.place, strength: Math.min(ofA.weight, ofB.weight) };
    }),
  };
}

/** The terms that stand for meanings: of an English word its stem, without the exact form. */
function stemsOf(terms: readonly string[]): readonly string[] {
  return terms.filter((term) => !term.startsWith(exactFormMark));
}

/** Where each term stands first, in [0, 1). */
function firstPlaces(terms: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [index, term] of terms.entries()) if (!places.has(term)) places.set(term, index / terms.length);
  return places;
}

const knownWeights = new WeakMap<NamedTool, ReadonlyMap<string, number>>();

/** How much each stem of a tool counts; tools that are planned at all are planned often. */
function weightsOfStems(tool: NamedTool, tokenize: Tokenizer): ReadonlyMap<string, number> {
  let weights = knownWeights.get(tool);
  if (weights === undefined) {
    weights = new Map([
      ...stemsOf(tokenize(tool.description ?? '')).map((term) => [term, 1] as const),
      ...stemsOf(tokenize(tool.name)).map((term) => [term, nameWeight] as const),
    ]);
    knownWeights.set(tool, weights);
  }
  return weights;
}

/** How much each term of the intent counts for a tool. */
function weightsIn(
  tool: NamedTool | undefined,
  tokenize: Tokenizer,
  places: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  if (tool === undefined) return weights;
  for (const [term, weight] of weightsOfStems(tool, tokenize)) if (places.has(term)) weights.set(term, weight);
  return weights;
}

/** Mean of the places of what a tool's words have in advance of another's. */
function meanPlace(
  weights: ReadonlyMap<string, number>,
  others: ReadonlyMap<string, number>,
  places: ReadonlyMap<string, number>,
): { readonly place: number; readonly weight: number } | undefined {
  let sum = 0;
  let total = 0;
  for (const [term, weight] of weights) {
    const advance = weight - (others.get(term) ?? 0);
    if (advance <= 0) continue;
    sum += advance * places.get(term)!;
    total += advance;
  }
  return total === 0 ? undefined : { place: sum / total, weight: total };
}
