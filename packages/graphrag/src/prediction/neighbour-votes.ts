import { entry } from '../entry.js';
import { beforeFirst } from '../memory/habits.js';
import type { Neighbour } from '../memory/memory.js';
import { ordersOf, type SuccessfulCall, successfulCalls } from '../memory/successful-calls.js';
import { type Amounts, type FollowerEvidence, toShares } from './evidence.js';
import { predictionSettings } from './prediction-settings.js';

/** What past executions with an intent like this one say. */
export interface NeighbourVotes {
  /** What they ran right after the last tool. */
  readonly after: FollowerEvidence;
  /** Their tools that have not run yet. */
  readonly remaining: Amounts;
  /** Share of them, by weight, that ran the tool. */
  readonly presence: Amounts;
  /** The first of their tools that has not run, by how far they ran what has; shares that add up to 1. */
  readonly first: Amounts;
  /** Share of them, by weight, that have no tool left to run. */
  readonly finished: number;
}

/** Lets the neighbours vote, each with its similarity to a power, less where it is old; every neighbour has one vote of a kind to divide. */
export function collectVotes(
  neighbours: readonly Neighbour[],
  executed: readonly string[],
  isVisible: (toolId: string) => boolean,
): NeighbourVotes {
  const last = executed.at(-1) ?? beforeFirst;
  const hasRun = new Set(executed);
  const after = new Map<string, number>();
  const remaining = new Map<string, number>();
  const presence = new Map<string, number>();
  const first = new Map<string, number>();
  let ends = 0;
  let total = 0;
  let finished = 0;

  for (const [place, orders] of callsOf(neighbours).entries()) {
    const { similarity, freshness } = neighbours[place]!;
    const weight = freshness * similarity ** predictionSettings.similarityExponent;
    total += weight;
    const followers = followersOf(last, orders);
    for (const follower of followers) {
      if (follower === undefined) ends += weight / followers.length;
      else if (isVisible(follower)) add(after, follower, weight / followers.length);
    }
    const tools = new Set<string>();
    for (const { toolId } of orders[0]!) if (isVisible(toolId)) tools.add(toolId);
    for (const toolId of tools) add(presence, toolId, weight);
    const left = Array.from(tools).filter((toolId) => !hasRun.has(toolId));
    for (const toolId of left) add(remaining, toolId, weight / left.length);
    if (left.length === 0) finished += weight;
    const shared = executed.length === 0 ? 1 : (tools.size - left.length) / hasRun.size;
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

/** In each of their orders. */
type OrderedCalls = readonly (readonly SuccessfulCall[])[];

const knownCalls = new WeakMap<readonly Neighbour[], readonly OrderedCalls[]>();

/** The calls of each; memory gives the same neighbours before every step of a task. */
function callsOf(neighbours: readonly Neighbour[]): readonly OrderedCalls[] {
  return entry(knownCalls, neighbours, () => neighbours.map(({ execution }) => ordersOf(successfulCalls(execution))));
}

/** What followed each call of the tool; undefined where it was the last call. */
function followersOf(toolId: string, orders: OrderedCalls): (string | undefined)[] {
  const followers: (string | undefined)[] = [];
  for (const calls of orders) {
    // Where nothing ran, there is no first call, and no end of the calls either.
    if (calls.length === 0) continue;
    for (let index = 0; index <= calls.length; index++) {
      if ((calls[index - 1]?.toolId ?? beforeFirst) === toolId) followers.push(calls[index]?.toolId);
    }
  }
  return followers;
}

function add(amounts: Map<string, number>, toolId: string, amount: number): void {
  amounts.set(toolId, (amounts.get(toolId) ?? 0) + amount);
}
