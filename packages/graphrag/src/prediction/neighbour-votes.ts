import { entry } from '../entry.js';
import { beforeFirst } from '../memory/habits.js';
import type { Neighbour } from '../memory/memory.js';
import { besides, ordersOf, type SuccessfulCall, successfulCalls } from '../memory/successful-calls.js';
import { type Amounts, type FollowerEvidence, toShares } from './evidence.js';
import { predictionSettings } from './prediction-settings.js';

/** What past executions with an intent like this one say. */
export interface NeighbourVotes {
  /** What they ran right after the last tool, when they had called it as often as it has been called by now. */
  readonly after: FollowerEvidence;
  /** Tools that they called more often than has been done by now: most of them once, and what a loop calls once an item. */
  readonly remaining: Amounts;
  /** Share of them, by weight, that ran the tool. */
  readonly presence: Amounts;
  /** The first of these of each, by how far they ran what has run; shares that add up to 1. */
  readonly first: Amounts;
  /** Share of them, by weight, that have no call left. */
  readonly finished: number;
}

/** A vote grows with similarity and falls with age. */
export function voteOf({ similarity, freshness }: Pick<Neighbour, 'similarity' | 'freshness'>): number {
  return freshness * similarity ** predictionSettings.similarityExponent;
}

/** Lets the neighbours vote, each with its similarity to a power, less where it is old; every neighbour has one vote of a kind to divide. */
export function collectVotes(
  neighbours: readonly Neighbour[],
  executed: readonly string[],
  isVisible: (toolId: string) => boolean,
): NeighbourVotes {
  const last = executed.at(-1) ?? beforeFirst;
  const callsOfTools = countCalls(executed);
  const after = new Map<string, number>();
  const remaining = new Map<string, number>();
  const presence = new Map<string, number>();
  const first = new Map<string, number>();
  let ends = 0;
  let total = 0;
  let finished = 0;

  for (const [place, calls] of callsOf(neighbours).entries()) {
    const weight = voteOf(neighbours[place]!);
    total += weight;
    const { followers, isShort } = followersOf(last, callsOfTools, calls);
    const share = ((isShort ? predictionSettings.shortVote : 1) * weight) / followers.length;
    for (const follower of followers) {
      if (follower === undefined) ends += share;
      else if (isVisible(follower)) add(after, follower, share);
    }
    const tools = calls.orders[0]!.map(({ toolId }) => toolId).filter(isVisible);
    const distinct = new Set(tools);
    for (const toolId of distinct) add(presence, toolId, weight);
    // Mostly none is called twice.
    const left =
      distinct.size === tools.length
        ? tools.filter((toolId) => !callsOfTools.has(toolId))
        : toolsLeft(tools, callsOfTools);
    for (const toolId of left) add(remaining, toolId, weight / left.length);
    if (left.length === 0) finished += weight;
    let inCommon = 0;
    for (const toolId of distinct) if (callsOfTools.has(toolId)) inCommon++;
    const shared = executed.length === 0 ? 1 : inCommon / callsOfTools.size;
    if (left[0] !== undefined && shared > 0) add(first, left[0], weight * shared);
  }
  for (const [toolId, weight] of presence) presence.set(toolId, weight / total);
  return {
    after: { amounts: after, ends },
    remaining,
    presence,
    first: toShares(first),
    finished: total === 0 ? 0 : finished / total,
  };
}

/** What each ran right after the last tool: '' for the end, undefined where it did not call that, or may not be named. */
export function answersOf(
  neighbours: readonly Neighbour[],
  executed: readonly string[],
  isVisible: (toolId: string) => boolean,
): readonly (string | undefined)[] {
  const last = executed.at(-1) ?? beforeFirst;
  const callsOfTools = countCalls(executed);
  return callsOf(neighbours).map((calls) => {
    const { followers, isShort } = followersOf(last, callsOfTools, calls);
    if (followers.length === 0 || isShort) return undefined;
    const [follower] = followers;
    if (follower === undefined) return '';
    return isVisible(follower) ? follower : undefined;
  });
}

/** The calls of an execution. */
interface KnownCalls {
  /** In each of their orders. */
  readonly orders: readonly (readonly SuccessfulCall[])[];
  /** See `besides`. */
  readonly besides: readonly number[];
}

const knownCalls = new WeakMap<readonly Neighbour[], readonly KnownCalls[]>();

/** The calls of each; memory gives the same neighbours before every step of a task. */
function callsOf(neighbours: readonly Neighbour[]): readonly KnownCalls[] {
  return entry(knownCalls, neighbours, () =>
    neighbours.map(({ execution }) => ({ orders: ordersOf(successfulCalls(execution)), besides: besides(execution) })),
  );
}

/**
 * What followed the last tool's call, the nth of it, in each order; undefined where it was the last call of all. Who called it
 * less often says what followed its last call: it had no more items to go through.
 */
function followersOf(
  last: string,
  callsOfTools: ReadonlyMap<string, number>,
  { orders, besides }: KnownCalls,
): { readonly followers: readonly (string | undefined)[]; readonly isShort: boolean } {
  const nth = callsOfTools.get(last) ?? 0;
  const followers: (string | undefined)[] = [];
  let isShort = false;
  for (const calls of orders) {
    // Where nothing ran, there is no first call, and no end of the calls either.
    if (calls.length === 0) continue;
    if (last === beforeFirst) {
      followers.push(calls[0]!.toolId);
      continue;
    }
    let at: number | undefined;
    let seen = 0;
    for (let place = 0; place < calls.length && seen < nth; place++) {
      if (calls[place]!.toolId !== last) continue;
      seen++;
      at = place;
    }
    if (at === undefined) continue;
    followers.push(followerOf(at, calls, besides, callsOfTools)?.toolId);
    isShort = seen < nth;
  }
  return { followers, isShort };
}

/**
 * What followed a call: of those side by side with it the next that has not been done by now, whichever of them came first then; and
 * after the last of them what came after all.
 */
function followerOf(
  at: number,
  calls: readonly SuccessfulCall[],
  besides: readonly number[],
  callsOfTools: ReadonlyMap<string, number>,
): SuccessfulCall | undefined {
  const sideOf = ({ position }: SuccessfulCall) => besides[position]!;
  const side = sideOf(calls[at]!);
  const areBeside = (other: number) => calls[other] !== undefined && sideOf(calls[other]) === side;
  // Mostly none is.
  if (!areBeside(at - 1) && !areBeside(at + 1)) return calls[at + 1];
  const counts = new Map<string, number>();
  const left = calls.map((call, place) => {
    add(counts, call.toolId, 1);
    return place !== at && sideOf(call) === side && counts.get(call.toolId)! > (callsOfTools.get(call.toolId) ?? 0);
  });
  const next = left.indexOf(true, at);
  const undone = next >= 0 ? next : left.indexOf(true);
  return undone >= 0 ? calls[undone] : calls.find((call, place) => place > at && sideOf(call) !== side);
}

function countCalls(tools: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const toolId of tools) add(counts, toolId, 1);
  return counts;
}

/** The tools that are called more often than they have been, each once, in the order of the first such call. */
function toolsLeft(tools: readonly string[], callsOfTools: ReadonlyMap<string, number>): readonly string[] {
  const counts = new Map<string, number>();
  const left = new Set<string>();
  for (const toolId of tools) {
    add(counts, toolId, 1);
    if (counts.get(toolId)! > (callsOfTools.get(toolId) ?? 0)) left.add(toolId);
  }
  return Array.from(left);
}

function add(amounts: Map<string, number>, toolId: string, amount: number): void {
  amounts.set(toolId, (amounts.get(toolId) ?? 0) + amount);
}
