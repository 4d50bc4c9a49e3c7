import { entry } from '../entry.js';
import { exactFormMark, type Tokenizer } from '../retrieval/tokenize.js';
import type { EngineTool } from '../types.js';

/** Where an intent speaks of one tool and not of another. */
export interface Mentions {
  /** How much each term of the intent counts for a tool. */
  of(toolId: string): Float64Array;
  /**
   * How far the intent speaks of tool `a` before it speaks of tool `b`: the distance between the places, in shares of
   * the intent's length, negative where `b` is spoken of first; and how much is said of both that tells them apart.
   * Undefined where nothing does.
   */
  compare(a: Float64Array, b: Float64Array): { readonly distance: number; readonly strength: number } | undefined;
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
  const firstPlaces = firstPlacesOf(stemsOf(tokenize(intent)));
  const terms = Array.from(firstPlaces.keys());
  const places = Float64Array.from(firstPlaces.values());
  const known = new Map<string, Float64Array>();

  return {
    of: (toolId) =>
      entry(known, toolId, () => {
        const tool = toolOf(toolId);
        const weights = tool && weightsOfStems(tool, tokenize);
        const ofTerms = new Float64Array(terms.length);
        for (const [place, term] of terms.entries()) ofTerms[place] = weights?.get(term) ?? 0;
        return ofTerms;
      }),

    compare(a, b) {
      // What the words of each have in advance of the other's, and where they stand.
      let [ofA, ofB, sumOfA, sumOfB] = [0, 0, 0, 0];
      for (let place = 0; place < places.length; place++) {
        const advance = a[place]! - b[place]!;
        if (advance > 0) {
          ofA += advance;
          sumOfA += advance * places[place]!;
        } else {
          ofB -= advance;
          sumOfB -= advance * places[place]!;
        }
      }
      if (ofA === 0 || ofB === 0) return undefined;
      return { distance: sumOfB / ofB - sumOfA / ofA, strength: Math.min(ofA, ofB) };
    },
  };
}

/** The terms that stand for meanings: of an English word its stem, without the exact form. */
function stemsOf(terms: readonly string[]): readonly string[] {
  return terms.filter((term) => !term.startsWith(exactFormMark));
}

/** Where each term stands first, in [0, 1). */
function firstPlacesOf(terms: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [index, term] of terms.entries()) if (!places.has(term)) places.set(term, index / terms.length);
  return places;
}

const knownWeights = new WeakMap<NamedTool, ReadonlyMap<string, number>>();

/** How much each stem of a tool counts; tools that are planned at all are planned often. */
function weightsOfStems(tool: NamedTool, tokenize: Tokenizer): ReadonlyMap<string, number> {
  return entry(
    knownWeights,
    tool,
    () =>
      new Map([
        ...stemsOf(tokenize(tool.description ?? '')).map((term) => [term, 1] as const),
        ...stemsOf(tokenize(tool.name)).map((term) => [term, nameWeight] as const),
      ]),
  );
}
