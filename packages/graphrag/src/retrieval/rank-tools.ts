import type { EngineTool, ToolFilter } from '../types.js';
import type { Coverage } from './name-coverage.js';
import type { Experience } from './past-votes.js';
import type { Calibration, RankingSettings } from './ranking-settings.js';
import type { ScoreBoard } from './score-board.js';
import { isSingledOut, type SingledOutSettings } from './singled-out.js';
import { byRank, TopRanked } from './top-ranked.js';

export interface RankQuery {
  readonly text: string;
  readonly embedding?: Float32Array | readonly number[] | undefined;
  /** Cosines of the tools nearest to the text, by tool id, instead of the tools' own vectors. */
  readonly similarities?: ReadonlyMap<string, number> | undefined;
  readonly filter?: ToolFilter | undefined;
  /** How many tools at most. @default all that match */
  readonly limit?: number | undefined;
  readonly experience?: Experience | undefined;
  /** Tools that the text forbids. */
  readonly refused?: ReadonlySet<string> | undefined;
  /** Ids of tools that are ranked in addition, however low. */
  readonly also?: Iterable<string> | undefined;
  /** Adds the parts of every match. @default false */
  readonly explain?: boolean | undefined;
}

/** How well a tool matches a text. */
export interface RankedTool {
  readonly toolId: string;
  /** Probability that the tool is meant, in [0, 1). Grows with `match`. */
  readonly score: number;
  /** What the ranking is by: about 1 for a tool that is best in every respect, 0 for one that shares nothing. */
  readonly match: number;
  /** Share of the intent's information that the tool's texts cover, in [0, 1]. */
  readonly coverage: number;
  /** The parts of `match`, where they were asked for. */
  readonly parts?: MatchParts | undefined;
}

export interface MatchParts {
  readonly words: number;
  readonly name: number;
  readonly server: number;
  readonly vector: number;
  readonly siblings: number;
  readonly experience: number;
}

/** What is known of a query before tools are ranked, by slot. */
export interface Evidence {
  /** The tools that the caller may see; undefined where there is none. */
  readonly tools: readonly (EngineTool | undefined)[];
  /** Shares of the intent's information, in (0, 1], of tools that the caller may see; and the highest of them. */
  readonly words: ScoreBoard;
  readonly highestWords: number;
  /** How many words that single out one tool the best tool's share of the intent is worth. */
  readonly saying: number;
  readonly coverage: Coverage;
  /** Whether the text has words and none of them is known: then a vector counts as far as it stands out. */
  readonly isUnheardOf: boolean;
  /** Cosines; NaN for tools without a vector. Undefined where there are none at all. */
  readonly cosines: Float64Array | undefined;
  /** By slot, 1 for tools that are not what a text like this asks for; undefined where any may be. */
  readonly unwanted: ArrayLike<number> | undefined;
  /** Whether a tool may be all that the text is about, in spite of what past executions say; undefined where none may. */
  readonly isNew: ((slot: number) => boolean) | undefined;
  /** What past executions say, in [0, 1), by slot; only tools of which they say something. */
  readonly experience: ReadonlyMap<number, number>;
}

/** So many of the best tools say which servers are meant. */
const strongest = 10;
/** So many cosines beside the highest say what is usual. */
const fewestOthers = 9;
/** How much less a weaker one says: e⁻⁶ at a match of 0. */
const sharpness = 6;

/**
 * Tools by descending match, ties by id. With l the words' share, c the cosine, n and s the coverage of the tool's and
 * its server's name, over the visible tools:
 *
 *     text(d)  = w · (l(d) / max l + 0.2 · n(d) + 0.18 · s(d)) + (1 − w) · (c(d) − min c) / (max c − min c)
 *     w        = m² / (m² + 1.6²),  m = how many words that single out one tool the best tool's share is worth
 *     match(d) = text(d) + 0.1 · share of the other strong matches that are of d's server, + 1 where the intent is
 *                d's name or id, ½ where it has it among other words
 *
 * where text(d) is less of a tool that changes something, if the text only asks to know something (`asksToKnow`), and of
 * one that it forbids; and what past executions say is added, but to no more than the match of a tool that the words
 * single out (`underSingledOut`).
 *
 * One weight for all tools of a query: words that say much are trusted more than vectors, words that say little less.
 * Convex mixing of normalised scores beats rank fusion (Bruch, Gai, Ingber: An Analysis of Fusion Functions for Hybrid
 * Retrieval, 2023). A tool without a vector is placed by its words alone; without any vectors w is 1. Something is always
 * nearest: where no word of a text is known, its vector counts by min(1, (max c − m) / (1 − m) / 0.3) with m the mean of
 * the others.
 */
export function rankTools(
  evidence: Evidence,
  also: readonly number[],
  { limit, explain = false }: { readonly limit: number; readonly explain?: boolean | undefined },
  settings: RankingSettings,
): readonly RankedTool[] {
  const { tools, words, saying, cosines, experience, coverage } = evidence;
  const partsOf = createScorer(evidence, settings);
  const candidates = candidatesOf(evidence);

  const { hybrid, words: wordsAlone } = settings.calibration;
  const calibration = cosines === undefined ? wordsAlone : hybrid;
  const byText = new Float64Array(candidates.length);
  for (let entry = 0; entry < candidates.length; entry++) byText[entry] = partsOf.text(candidates[entry]!);
  const strongestVote = Math.max(0, ...experience.values());
  const withExperience = (slot: number, text: number) => text + partsOf.experience(slot);
  const bestByText = strongestVote > 0 ? placesByText(candidates, byText, tools) : [];
  const led =
    evidence.isNew !== undefined && strongestVote > 0
      ? underSingledOut(
          bestByText,
          candidates.reduce((most, slot, entry) => Math.max(most, withExperience(slot, byText[entry]!)), 0),
          { withExperience, probability: calibrated(calibration, saying, 0), isNew: evidence.isNew },
          settings.singledOut,
        )
      : undefined;
  const alone = led ?? withExperience;

  const scores = new Float64Array(candidates.length);
  const strong = new TopRanked<Placed>(strongest);
  for (let entry = 0; entry < candidates.length; entry++) {
    const slot = candidates[entry]!;
    const score = alone(slot, byText[entry]!);
    scores[entry] = score;
    if (score > 0 && strong.accepts(score)) strong.add({ slot, toolId: tools[slot]!.id, score, siblings: 0 });
  }
  const shareOfSiblings = siblingShares(strong.best(), coverage.serverOf);
  const siblingsOf = (slot: number, alone: number) => (alone > 0 ? settings.siblings * shareOfSiblings(slot) : 0);
  const place = (slot: number, alone: number): Placed => {
    const siblings = siblingsOf(slot, alone);
    return { slot, toolId: tools[slot]!.id, score: alone + siblings, siblings };
  };

  const top = new TopRanked<Placed>(limit);
  for (let entry = 0; entry < candidates.length; entry++) {
    const alone = scores[entry]!;
    // Most tools are out even if all strong matches were of their server.
    if (alone <= 0 || !top.accepts(alone + settings.siblings)) continue;
    const slot = candidates[entry]!;
    if (top.accepts(alone + siblingsOf(slot, alone))) top.add(place(slot, alone));
  }

  const ranked = top.best();
  // That past executions put another tool first than the words.
  const isDisputed = led === undefined && bestByText.length > 0 && ranked[0]?.slot !== bestByText[0]!.slot;
  const probability = calibrated(
    calibration,
    saying + settings.voteEvidence * strongestVote,
    led === undefined ? strongestVote : 0,
    isDisputed ? settings.disputed : undefined,
  );
  // That a tool is called by its name says nothing for others.
  const evidenceOf = (slot: number) => (coverage.written.get(slot) === 1 ? settings.writtenEvidence : 0);
  const finish = ({ slot, toolId, score, siblings }: Placed): RankedTool => ({
    toolId,
    score: probability(score, evidenceOf(slot)),
    match: score,
    coverage: words.scores[slot]!,
    parts: explain ? { ...partsOf.each(slot), experience: score - siblings - partsOf.text(slot), siblings } : undefined,
  });
  const known = new Set(ranked.map(({ slot }) => slot));
  const further = also
    .filter((slot) => tools[slot] !== undefined && !known.has(slot))
    .map((slot) => place(slot, alone(slot, partsOf.text(slot))));
  // By score and not by match: two matches can be one score where the curve is flat.
  return [...ranked.map(finish).sort(byRank), ...further.map(finish).sort(byRank)];
}

interface Placed {
  readonly slot: number;
  readonly toolId: string;
  readonly score: number;
  /** What of it is due to other tools of its server. */
  readonly siblings: number;
}

/** The parts of a match but for the siblings, which depend on all of them. */
interface Scorer {
  each(slot: number): Omit<MatchParts, 'siblings' | 'experience'>;
  /** The sum of these, computed without the object: it is asked for every tool. */
  text(slot: number): number;
  experience(slot: number): number;
}

/** What a tool amounts to, by what it does by text. */
type Amount = (slot: number, text: number) => number;

/** The two best by text. */
function placesByText(candidates: Uint32Array, byText: Float64Array, tools: Evidence['tools']): readonly Placed[] {
  const top = new TopRanked<Placed>(2);
  for (let entry = 0; entry < candidates.length; entry++) {
    const slot = candidates[entry]!;
    const score = byText[entry]!;
    if (score > 0 && top.accepts(score)) top.add({ slot, toolId: tools[slot]!.id, score, siblings: 0 });
  }
  return top.best();
}

/**
 * What tools amount to where the words of an intent are about one tool, and past executions speak for others: less than it. With b
 * its match by text, g by how much it leads, and x what tools amount to with experience,
 *
 *     b − g/2 − scale · (max x − x(d))
 *
 * Undefined where no tool is singled out, or it is the best with experience too.
 */
function underSingledOut(
  [best, next]: readonly Placed[],
  highest: number,
  {
    withExperience,
    probability,
    isNew,
  }: { withExperience: Amount; probability(match: number, ownEvidence: number): number; isNew(slot: number): boolean },
  settings: SingledOutSettings,
): Amount | undefined {
  if (best === undefined || withExperience(best.slot, best.score) >= highest) return undefined;
  const matched = { match: best.score, probability: probability(best.score, 0) };
  if (!isSingledOut(matched, next && { match: next.score }, settings) || !isNew(best.slot)) return undefined;
  const below = best.score - (best.score - (next?.score ?? 0)) / 2;
  return (slot, text) => {
    const amount = withExperience(slot, text);
    if (slot === best.slot) return best.score;
    return amount === 0 ? 0 : below - settings.scale * (highest - amount);
  };
}

function createScorer(
  { tools, words, highestWords, saying, coverage, isUnheardOf, unwanted: isUnwanted, cosines, experience }: Evidence,
  { balance, nameCoverage, nameWritten, serverCoverage, experienceGain, standingOut, unwanted }: RankingSettings,
): Scorer {
  const { lowest, highest } = rangeOf(cosines, tools);
  const weight = cosines === undefined ? 1 : saying ** 2 / (saying ** 2 + balance ** 2);
  const reach = isUnheardOf && cosines !== undefined ? Math.min(1, lead(cosines, tools) / standingOut) : 1;
  const { names, written, servers, serverOf: serverNumberOf } = coverage;
  const { scores } = words;
  const nameWeight = weight * nameCoverage;
  const serverWeight = weight * serverCoverage;

  const hasVector = (slot: number) => cosines !== undefined && !Number.isNaN(cosines[slot]);
  const wordsOf = (slot: number) =>
    highestWords === 0 ? 0 : ((hasVector(slot) ? weight : 1) * scores[slot]!) / highestWords;
  // A name that has a word of the intent has a share of the words.
  const nameOf = (slot: number) =>
    (scores[slot] === 0 ? 0 : nameWeight * names[slot]!) + nameWritten * (written.get(slot) ?? 0);
  const serverOf = (slot: number) => (scores[slot] === 0 ? 0 : serverWeight * servers[serverNumberOf[slot]!]!);
  const vectorOf = (slot: number) => {
    if (cosines === undefined || !hasVector(slot)) return 0;
    return (1 - weight) * reach * (highest > lowest ? (cosines[slot]! - lowest) / (highest - lowest) : 1);
  };
  const experienceWith = (slot: number) => (experience.size === 0 ? 0 : experienceGain * (experience.get(slot) ?? 0));
  const keptOf = (slot: number) => (isUnwanted?.[slot] === 1 ? unwanted.text : 1);
  return {
    each(slot) {
      const kept = keptOf(slot);
      return {
        words: kept * wordsOf(slot),
        name: kept * nameOf(slot),
        server: kept * serverOf(slot),
        vector: kept * vectorOf(slot),
      };
    },
    experience: (slot) => (isUnwanted?.[slot] === 1 ? unwanted.experience : 1) * experienceWith(slot),
    // By hand and not by the functions above: it is asked for every tool, most of which share no word with the intent.
    text(slot) {
      const share = scores[slot]!;
      const cosine = cosines === undefined ? Number.NaN : cosines[slot]!;
      const isNear = !Number.isNaN(cosine);
      let amount = 0;
      if (share > 0) {
        const said = ((isNear ? weight : 1) * share) / highestWords;
        amount = said + nameWeight * names[slot]! + serverWeight * servers[serverNumberOf[slot]!]!;
      }
      if (isNear) amount += (1 - weight) * reach * (highest > lowest ? (cosine - lowest) / (highest - lowest) : 1);
      if (written.size > 0) amount += nameWritten * (written.get(slot) ?? 0);
      if (isUnwanted !== undefined) amount *= keptOf(slot);
      return amount;
    },
  };
}

function rangeOf(cosines: Float64Array | undefined, tools: readonly unknown[]) {
  let lowest = 1;
  let highest = -1;
  for (let slot = 0; cosines !== undefined && slot < tools.length; slot++) {
    const cosine = cosines[slot]!;
    if (tools[slot] === undefined || Number.isNaN(cosine)) continue;
    if (cosine < lowest) lowest = cosine;
    if (cosine > highest) highest = cosine;
  }
  return { lowest, highest };
}

/** By how much of its way to 1 the highest cosine exceeds the mean of the others; 1 where these are too few to tell. */
function lead(cosines: Float64Array, tools: readonly unknown[]): number {
  // Sorted, for a sum depends on the order of its parts, which is that in which the tools came.
  const known = cosines.filter((cosine, slot) => tools[slot] !== undefined && !Number.isNaN(cosine)).sort();
  const others = known.subarray(0, -1);
  if (others.length < fewestOthers) return 1;
  const mean = others.reduce((sum, cosine) => sum + cosine, 0) / others.length;
  return mean < 1 ? (known.at(-1)! - mean) / (1 - mean) : 0;
}

/** The slots of the visible tools that have a vector, are in the text by word or name, or were used for a text like it. */
function candidatesOf({ tools, words, coverage, cosines, experience }: Evidence): Uint32Array {
  const told = words.touched.subarray(0, words.count);
  if (cosines === undefined) {
    const others = [...experience.keys(), ...coverage.written.keys()].filter((slot) => tools[slot] !== undefined);
    return others.length === 0 ? told : Uint32Array.from(new Set([...told, ...others]));
  }
  const candidates = new Uint32Array(tools.length);
  let count = 0;
  for (let slot = 0; slot < tools.length; slot++) if (tools[slot] !== undefined) candidates[count++] = slot;
  return candidates.subarray(0, count);
}

/** For each slot, the share of the strong matches other than itself that are of its server. */
function siblingShares(best: readonly Placed[], serverOf: ArrayLike<number>): (slot: number) => number {
  const highest = best[0]?.score ?? 0;
  const ofServer = new Map<number, number>();
  const own = new Map<number, number>();
  let sum = 0;
  for (const { slot, score } of best) {
    const strength = Math.exp(sharpness * (score - highest));
    sum += strength;
    own.set(slot, strength);
    ofServer.set(serverOf[slot]!, (ofServer.get(serverOf[slot]!) ?? 0) + strength);
  }
  return (slot) => {
    const ofSiblings = serverOf[slot] === 0 ? undefined : ofServer.get(serverOf[slot]!);
    return ofSiblings === undefined || sum === 0 ? 0 : (ofSiblings - (own.get(slot) ?? 0)) / sum;
  };
}

/**
 * Platt's scaling, with an intercept and a slope that are the same for all tools of a query but those that it names. Where tools are
 * `disputed`, log odds rise less from some on.
 */
function calibrated(
  { intercept, match, evidence: perEvidence, experience }: Calibration,
  evidence: number,
  strongestVote: number,
  disputed?: RankingSettings['disputed'],
): (match: number, ownEvidence: number) => number {
  const slope = match + experience * strongestVote;
  const { from = Infinity, slope: rise = 1 } = disputed ?? {};
  return (amount, ownEvidence) => {
    if (amount <= 0) return 0;
    const logOdds = intercept + perEvidence * Math.log1p(evidence + ownEvidence) + slope * amount;
    return 1 / (1 + Math.exp(logOdds > from ? -from - rise * (logOdds - from) : -logOdds));
  };
}
