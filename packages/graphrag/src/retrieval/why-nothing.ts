import type { EngineState } from '../engine-state.js';
import type { AbstentionReason, SearchQuery } from '../types.js';
import { permits } from './permits.js';

/** Marks alone ask for nothing. */
const somethingSaid = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** Why nothing was found for a text. */
export function whyNothing(
  { catalogue }: Pick<EngineState, 'catalogue'>,
  { text, embedding, filter }: Pick<SearchQuery, 'text' | 'embedding' | 'filter'>,
): AbstentionReason {
  // With a filter, a catalogue of hidden tools looks as an empty one does.
  if (catalogue.size === 0 && filter === undefined) return 'empty_catalogue';
  if (!catalogue.ids().some((toolId) => permits(filter, catalogue.get(toolId)!))) return 'nothing_permitted';
  return !somethingSaid.test(text) && embedding === undefined ? 'empty_intent' : 'no_match';
}
