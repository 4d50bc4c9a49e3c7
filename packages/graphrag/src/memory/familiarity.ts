import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import { scaledWeights } from '../learning/weights.js';
import { predictionSettings } from '../prediction/prediction-settings.js';
import type { RankQuery } from '../retrieval/rank-tools.js';
import type { Neighbour } from './memory.js';

/** Likeness up to which an intent is of another kind than a past one, and from which it is of the same. */
const unlike = 0.2;
export const alike = 0.4;
/** Tools at which half of what a history says of its own intents holds for those of another kind too. */
const halfOpen = 50;
/** Tools of which no more would be told apart. */
const mostCounted = 10 * halfOpen;
/** So many of the tools that the words of an intent are about are looked at, */
const mostMeant = 20;
/** and from this share of what they are worth on that somebody has used before, a history knows what is asked about. */
const knownShare = 1 / 3;

/** An intent as tools are ranked by it. */
type Asked = Pick<RankQuery, 'text' | 'embedding' | 'filter'>;

/**
 * How far what a history says of its own intents holds for this one, in [0, 1]. With l the likeness of the nearest past
 * intent, n the number of tools that have run, and k the share of the tools that the words are about (by their scores) of which one
 * of the same server has run,
 *
 *     near = (l − unlike) / (alike − unlike), in [0, 1],   open = n² / (n² + halfOpen²),
 *     familiarity = near + (1 − near) · open · min(1, k / knownShare)
 *
 * Who always asks for a few things has shown nothing about others; who has asked for everything has shown how asking goes, but
 * not with servers that nobody has used yet.
 */
export function familiarityOf(
  asked: Asked,
  near: Near,
  state: Pick<EngineState, 'memory' | 'habits' | 'catalogue' | 'rank' | 'isLeftOut'>,
  isVisible: (toolId: string) => boolean,
): number {
  const { memory, habits } = state;
  const likenesses = entry(knownLikenesses, near, () => likenessesOf(near, memory.likenessTo(asked.text)));
  let most = 0;
  for (const [place, { execution }] of near.entries()) {
    const like = likenesses[place]!;
    if (like > most && execution.tasks.some(({ toolId }) => isVisible(toolId))) most = like;
  }
  const nearness = Math.min(1, Math.max(0, (most - unlike) / (alike - unlike)));
  if (nearness === 1) return 1;
  let tools = 0;
  for (const toolId of habits.runs.keys()) {
    if (isVisible(toolId)) tools++;
    if (tools === mostCounted) break;
  }
  const open = tools ** 2 / (tools ** 2 + halfOpen ** 2);
  return nearness + (1 - nearness) * open * Math.min(1, shareInUse(asked, state, isVisible) / knownShare);
}

type Near = readonly Pick<Neighbour, 'execution'>[];

const knownLikenesses = new WeakMap<Near, ArrayLike<number>>();

/** Of each; memory gives the same neighbours before every step of a task, and others once it has changed. */
function likenessesOf(near: Near, likeness: (execution: Neighbour['execution']) => number): ArrayLike<number> {
  const known = new Map<string, number>();
  return Float64Array.from(near, ({ execution }) => entry(known, execution.intent ?? '', () => likeness(execution)));
}

/** Of what the tools that the words are about are worth together, the share of those of which one of the same server has run. */
function shareInUse(
  asked: Asked,
  { habits, catalogue, rank, isLeftOut }: Pick<EngineState, 'habits' | 'catalogue' | 'rank' | 'isLeftOut'>,
  isVisible: (toolId: string) => boolean,
): number {
  if (isLeftOut('text')) return 1;
  // As many as others ask for: without a filter the catalogue remembers what it answered.
  const meant = rank({ ...asked, limit: predictionSettings.textCandidates }).slice(0, mostMeant);
  const serverOf = (toolId: string) => catalogue.get(toolId)?.server ?? toolId;
  const unused = new Set(meant.filter(({ toolId }) => !habits.runs.has(toolId)).map(({ toolId }) => serverOf(toolId)));
  for (const toolId of unused.size === 0 ? [] : habits.runs.keys()) {
    if (isVisible(toolId)) unused.delete(serverOf(toolId));
  }
  let [all, inUse] = [0, 0];
  for (const { toolId, score } of meant) {
    all += score;
    if (!unused.has(serverOf(toolId))) inUse += score;
  }
  return all === 0 ? 1 : inUse / all;
}

/** The state, with what was learned from its history as far as it holds for such an intent. */
export function asFarAsFamiliar(state: EngineState, familiarity: number): EngineState {
  return familiarity === 1 ? state : { ...state, weights: scaledWeights(state.weights, familiarity) };
}
