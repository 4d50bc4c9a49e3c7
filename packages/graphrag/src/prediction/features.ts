import type { EngineState } from '../engine-state.js';
import { beforeFirst, type Followers } from '../memory/habits.js';
import type { Amounts } from './evidence.js';
import type { Outcomes } from './mixture.js';
import type { NeighbourVotes } from './neighbour-votes.js';
import type { TextEvidence } from './text-evidence.js';

/** What learned weights apply to, in the order of the rows: first what speaks for a tool, */
const toolFeatures = [
  'ladder',
  'tool',
  'pair',
  'skip',
  'neighbours',
  'firstLeft',
  'presence',
  'text',
  'clause',
  'hasRun',
  'repetition',
  'server',
] as const;

/** then what speaks for the end of the execution. */
const endFeatures = ['end', 'endOfLadder', 'finished', 'saidAll', 'length'] as const;

export const predictionFeatures = [...toolFeatures, ...endFeatures] as const;

export type PredictionFeature = (typeof predictionFeatures)[number];

/** Below this, shares are all alike to the logarithm. */
const floor = 0.01;
const ladderFloor = 1e-4;

/** Of a probability, of which none is so small that nothing could make up for it. */
export const logarithm = (probability: number) => Math.log(Math.max(probability, ladderFloor));

/** Of most features of most tools nothing is known. */
const logOf = (share: number) => (share === 0 ? 0 : Math.log((share + floor) / floor));

/** What holds counts as a share of 1. */
const certain = logOf(1);

/** What the features are computed from. */
export interface FeatureSources {
  readonly executed: readonly string[];
  readonly votes: NeighbourVotes;
  readonly text: TextEvidence;
  /**
   * Whether what followed the last tool stands for what followed the last two, where these were never seen together: the
   * weight of the one is learned from pairs that were seen, and without any the end would outweigh what the other says.
   */
  readonly pairBacksOff: boolean;
}

/**
 * Features of each tool, one row after the other, and of the end, which is the last row: logarithms of shares, 0 where a
 * source says nothing, so that a weighted sum of them is a product of powers of the shares.
 */
export function featureRows(
  { habits, catalogue }: Pick<EngineState, 'habits' | 'catalogue'>,
  { executed, votes, text, pairBacksOff }: FeatureSources,
  { tools, ends }: Pick<Outcomes, 'tools' | 'ends'>,
): Float64Array {
  const last = executed.at(-1) ?? beforeFirst;
  const hasRun = new Set(executed);
  const ofTool = shareOf(habits.followers(last));
  const pair = executed.length === 0 ? undefined : habits.followersOfPair(executed.at(-2) ?? beforeFirst, last);
  const ofPair = pair === undefined && executed.length > 0 && pairBacksOff ? ofTool : shareOf(pair);
  const earlier = Array.from(new Set(executed.slice(0, -1)), (toolId) => ({
    later: habits.laterThan(toolId),
    runs: habits.runs.get(toolId) ?? 0,
  })).filter(({ runs }) => runs > 0);
  const neighbours = shareOf({ counts: votes.after.amounts, ends: votes.after.ends });
  const server = catalogue.get(last)?.server;

  const rows = new Float64Array((tools.length + 1) * predictionFeatures.length);
  for (const [row, { toolId, probability }] of tools.entries()) {
    let cell = row * predictionFeatures.length;
    rows[cell++] = logarithm(probability);
    rows[cell++] = logOf(ofTool(toolId));
    rows[cell++] = logOf(ofPair(toolId));
    rows[cell++] = logOf(meanShare(earlier, toolId));
    rows[cell++] = logOf(neighbours(toolId));
    rows[cell++] = logOf(votes.first.get(toolId) ?? 0);
    rows[cell++] = logOf(votes.presence.get(toolId) ?? 0);
    rows[cell++] = logOf(text.whole.get(toolId) ?? 0);
    rows[cell++] = logOf(text.toCome.get(toolId) ?? 0);
    rows[cell++] = hasRun.has(toolId) ? certain : 0;
    rows[cell++] = toolId === last ? certain : 0;
    rows[cell++] = server !== undefined && catalogue.get(toolId)?.server === server ? certain : 0;
  }
  let saidToCome = 0;
  for (const [toolId, share] of text.toCome) if (!hasRun.has(toolId)) saidToCome = Math.max(saidToCome, share);
  const meanLength = habits.executions === 0 ? 1 : 1 + habits.steps / habits.executions;
  let cell = tools.length * predictionFeatures.length + toolFeatures.length;
  rows[cell++] = certain;
  rows[cell++] = logarithm(ends);
  rows[cell++] = logOf(votes.finished);
  rows[cell++] = logOf(1 - Math.min(1, saidToCome));
  rows[cell++] = Math.log(Math.max(1, executed.length) / meanLength);
  return rows;
}

const nothing = () => 0;

function shareOf(followers: Followers | undefined): (toolId: string) => number {
  if (followers === undefined) return nothing;
  let sum = followers.ends;
  for (const count of followers.counts.values()) sum += count;
  return sum === 0 ? nothing : (toolId) => (followers.counts.get(toolId) ?? 0) / sum;
}

function meanShare(earlier: readonly { readonly later: Amounts; readonly runs: number }[], toolId: string): number {
  let sum = 0;
  for (const { later, runs } of earlier) sum += (later.get(toolId) ?? 0) / runs;
  return earlier.length === 0 ? 0 : Math.min(1, sum / earlier.length);
}
