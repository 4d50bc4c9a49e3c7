import type { EngineState } from '../engine-state.js';
import { alike } from '../memory/familiarity.js';
import { successfulCalls } from '../memory/successful-calls.js';
import type { SuggestionQuery } from '../types.js';
import { planningSettings } from './planning-settings.js';

/** What was done for such an intent, and can be no more. */
export interface GonePlan {
  readonly intent: string;
  /** Its tools, each once. */
  readonly ran: readonly string[];
}

/**
 * The executions asked for the like that are nearer than all of which a tool is left, nearest first: they have no vote, and whoever
 * asks for the same again is to hear why. None where a filter says who may see what.
 */
export function gatherGone(
  { memory, catalogue, isLeftOut }: Pick<EngineState, 'memory' | 'catalogue' | 'isLeftOut'>,
  { intent, filter }: Pick<SuggestionQuery, 'intent' | 'filter'>,
): readonly GonePlan[] {
  if (filter !== undefined || isLeftOut('intents')) return [];
  const { neighbours } = planningSettings;
  const likenessTo = memory.likenessTo(intent);
  const gone: GonePlan[] = [];
  for (const { execution } of memory.nearest(intent, { count: neighbours, alike: neighbours }).succeeded) {
    const ran = Array.from(new Set(successfulCalls(execution).map(({ toolId }) => toolId)));
    if (ran.some((toolId) => catalogue.has(toolId)) || likenessTo(execution) < alike) break;
    if (ran.length > 0) gone.push({ intent: execution.intent ?? '', ran });
  }
  return gone;
}
