import type { EngineState } from '../engine-state.js';
import type { AbstentionReason, SearchAnswer, SearchQuery, SearchResult } from '../types.js';
import type { RankedTool } from './catalogue.js';
import { permits } from './permits.js';

/** Targets by their text, then what they need to have run. */
export function search(state: EngineState, query: SearchQuery): SearchAnswer {
  const { topK = 5, minScore = 0, alwaysInclude = [], filter } = query;
  const ranked = state.rank({ ...query, limit: topK });
  const targets: RankedTool[] = ranked.filter(({ score }) => score >= minScore);
  const chosen = new Set(targets.map(({ toolId }) => toolId));
  for (const toolId of new Set(alwaysInclude)) {
    const tool = state.catalogue.get(toolId);
    if (tool !== undefined && !chosen.has(toolId) && permits(filter, tool)) targets.push({ toolId, score: 0 });
  }
  if (targets.length === 0) return { results: [], abstained: { reason: whyNothing(state, query) } };

  const scores = new Map(targets.map(({ toolId, score }) => [toolId, score]));
  const requirements = state.requirementsOf([...scores.keys()], filter);
  const results: SearchResult[] = [
    ...targets.map(({ toolId, score }) => ({ ...named(state, toolId), score, role: 'target' as const })),
    ...requirements.map(({ toolId, requiredBy, confidence }) => ({
      ...named(state, toolId),
      score: confidence,
      role: 'requirement' as const,
      requiredBy,
    })),
  ];
  return { results };
}

function named(state: EngineState, toolId: string): Pick<SearchResult, 'toolId' | 'name' | 'description'> {
  const { name, description = '' } = state.catalogue.get(toolId)!;
  return { toolId, name, description };
}

function whyNothing({ catalogue }: EngineState, { text, filter }: SearchQuery): AbstentionReason {
  if (catalogue.size === 0) return 'empty_catalogue';
  if (!catalogue.ids().some((toolId) => permits(filter, catalogue.get(toolId)!))) return 'nothing_permitted';
  return text.trim() === '' ? 'empty_intent' : 'no_match';
}
