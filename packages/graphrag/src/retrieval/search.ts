import type { EngineState } from '../engine-state.js';
import { contextScores } from '../graph/context-scores.js';
import type { SearchAnswer, SearchQuery, SearchResult } from '../types.js';
import { addContext } from './add-context.js';
import type { RankedTool } from './rank-tools.js';
import type { ScoredTool } from './scored-tool.js';
import { whyNothing } from './why-nothing.js';

/** Targets by text and, where there is a context, by graph; then what they need to have run. */
export function search(state: EngineState, asked: SearchQuery): SearchAnswer {
  const query = withoutExcluded(asked);
  const targets = findTargets(state, query);
  if (targets.length === 0) return { results: [], abstained: { reason: whyNothing(state, query) } };

  const targetIds = targets.map(({ toolId }) => toolId);
  const { includeRequirements = true, filter } = query;
  const required = includeRequirements ? state.requirementsOf(targetIds, filter) : [];
  const requirements = required.map((requirement) => ({
    ...toResult(state, query, {
      toolId: requirement.toolId,
      score: requirement.confidence,
      components: { requirement: requirement.confidence },
    }),
    role: 'requirement' as const,
    requiredBy: requirement.requiredBy,
  }));
  return { results: [...targets.map((target) => toResult(state, query, target)), ...requirements] };
}

function findTargets(state: EngineState, query: SearchQuery): readonly ScoredTool[] {
  const { text, embedding, filter, topK = 5, minScore = 0, context = [], alwaysInclude = [] } = query;
  const near = contextScores(context, state.graph);
  const also = [...near.keys(), ...alwaysInclude];
  const byText = state.rank({ text, embedding, filter, limit: topK, also }).map(toScored);
  const ranked = near.size === 0 ? byText : addContext(byText, near, state.metrics().density);

  const wanted = new Set(alwaysInclude);
  return ranked.filter(
    ({ toolId, score }, place) => wanted.has(toolId) || (place < topK && score > 0 && score >= minScore),
  );
}

/** An excluded tool is as one that the caller may not see. */
function withoutExcluded(query: SearchQuery): SearchQuery {
  const { exclude = [], filter } = query;
  if (exclude.length === 0) return query;
  const excluded = new Set(exclude);
  return { ...query, filter: (tool) => !excluded.has(tool.id) && (filter === undefined || filter(tool) === true) };
}

function toScored({ toolId, score, lexical, semantic }: RankedTool): ScoredTool {
  return { toolId, score, components: { lexical, semantic } };
}

function toResult(state: EngineState, { explain = false }: SearchQuery, tool: ScoredTool): SearchResult {
  const { name, description = '' } = state.catalogue.get(tool.toolId)!;
  const { toolId, score, components } = tool;
  return { toolId, name, description, score, role: 'target', ...(explain && { explanation: components }) };
}
