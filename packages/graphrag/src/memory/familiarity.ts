import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import { scaledWeights } from '../learning/weights.js';
import type { Neighbour } from './memory.js';

/** Likeness up to which an intent is of another kind than a past one, and from which it is of the same. */
const unlike = 0.2;
const alike = 0.4;
/** Tools at which half of what a history says of its own intents holds for those of another kind too. */
const halfOpen = 50;
/** Tools of which no more would be told apart. */
const mostCounted = 10 * halfOpen;

/**
 * How far what a history says of its own intents holds for this one, in [0, 1]. With l the likeness of the nearest past
 * intent and n the number of tools that have run,
 *
 *     near = (l − unlike) / (alike − unlike), in [0, 1],   open = n² / (n² + halfOpen²),   familiarity = near + (1 − near) · open
 *
 * Who always asks for a few things has shown nothing about others; who has asked for everything has shown how asking goes.
 */
export function familiarityOf(
  intent: string,
  near: readonly Pick<Neighbour, 'execution'>[],
  { memory, habits }: Pick<EngineState, 'memory' | 'habits'>,
  isVisible: (toolId: string) => boolean,
): number {
  const likeness = memory.likenessTo(intent);
  const known = new Map<string, number>();
  const likenessOf = ({ intent: past = '' }: Neighbour['execution']) =>
    entry(known, past, () => likeness({ intent: past }));
  let most = 0;
  for (const { execution } of near) {
    const like = likenessOf(execution);
    if (like > most && execution.tasks.some(({ toolId }) => isVisible(toolId))) most = like;
  }
  const nearness = Math.min(1, Math.max(0, (most - unlike) / (alike - unlike)));
  if (nearness === 1) return 1;
  let tools = 0;
  for (const toolId of habits.runs.keys()) {
    if (isVisible(toolId)) tools++;
    if (tools === mostCounted) break;
  }
  return nearness + (1 - nearness) * (tools ** 2 / (tools ** 2 + halfOpen ** 2));
}

/** The state, with what was learned from its history as far as it holds for such an intent. */
export function asFarAsFamiliar(state: EngineState, familiarity: number): EngineState {
  return familiarity === 1 ? state : { ...state, weights: scaledWeights(state.weights, familiarity) };
}
