import type { EngineState } from '../engine-state.js';
import { contextScores } from '../graph/context-scores.js';
import { visibleGraph } from '../graph/visible-graph.js';
import { createVisibility, stateFor } from '../prediction/visibility.js';
import type { SearchAnswer, SearchQuery, SearchResult } from '../types.js';
import { addContext } from './add-context.js';
import { experienceOf } from './experience.js';
import type { Experience } from './past-votes.js';
import { placeRequirements } from './place-requirements.js';
import { raiseNeeded } from './raise-needed.js';
import type { RankedTool, RankQuery } from './rank-tools.js';
import { rankingSettings } from './ranking-settings.js';
import type { Requirement } from './requirements.js';
import type { ScoredTool } from './scored-tool.js';
import { whyNothing } from './why-nothing.js';

/** Targets by text and, where there is a context, by graph; between them what they need to have run. */
export function search(state: EngineState, query: SearchQuery): SearchAnswer {
  const isVisible = createVisibility(state, query.filter);
  const excluded = new Set(query.exclude);
  const { targets, isMatched, asked } = findTargets(state, query, isVisible, excluded);
  if (targets.length === 0) {
    const reason = isMatched ? 'low_confidence' : whyNothing(state, withoutExcluded(query, excluded));
    return { results: [], abstained: { reason } };
  }

  const { includeRequirements = true } = query;
  if (!includeRequirements) return { results: targets.map((target) => toResult(state, query, target)) };

  const closure = state.closureOf(
    targets.map(({ toolId }) => toolId),
    (toolId) => !excluded.has(toolId) && isVisible(toolId),
    new Set(query.context),
  );
  if (closure.chains.size === 0) return { results: targets.map((target) => toResult(state, query, target)) };
  const scored = state.rank({ ...asked, limit: 0, also: closure.chains.keys() });
  const scores = new Map([...scored, ...targets].map(({ toolId, score }) => [toolId, score]));
  const placed = placeRequirements(raiseNeeded(targets, closure), closure, (toolId) => scores.get(toolId)!);
  return {
    results: placed.map((place) =>
      'target' in place ? toResult(state, query, place.target) : toRequirementResult(state, query, place.requirement),
    ),
  };
}

/** The question without what it forbids. */
type Asked = Pick<RankQuery, 'text' | 'embedding' | 'similarities' | 'filter' | 'refused'>;

/** What is excluded is left out of the answer and of nothing else: the others are as probable as they are beside it. */
function findTargets(
  state: EngineState,
  query: SearchQuery,
  isVisible: (toolId: string) => boolean,
  excluded: ReadonlySet<string>,
): { readonly targets: readonly ScoredTool[]; readonly isMatched: boolean; readonly asked: Asked } {
  const { embedding, similarities, filter, topK = 5, minScore, context = [], alwaysInclude = [] } = query;
  const { asked: text, refused } = state.catalogue.wishOf(query.text, filter);
  const near = contextScores(context, visibleGraph(state.graph, isVisible));
  const also = [...near.keys(), ...alwaysInclude];
  const { experience: useExperience = true, explain = false } = query;
  const experience =
    useExperience && state.memory.size > 0
      ? without(
          refused,
          experienceOf(text, stateFor(state, filter, isVisible), filter, isVisible, rankingSettings.experience),
        )
      : undefined;
  const asked = { text, embedding, similarities, filter, refused: refused.size > 0 ? refused : undefined };
  const byText = state
    .rank({
      ...asked,
      experience,
      limit: topK + excluded.size,
      also,
      explain: explain || undefined,
    })
    .map(toScored);
  const inContext =
    near.size === 0 ? byText : addContext(byText, near, Math.max(0, ...(experience?.votes.values() ?? [])));
  const ranked = excluded.size === 0 ? inContext : inContext.filter(({ toolId }) => !excluded.has(toolId));

  const wanted = new Set(alwaysInclude);
  const best = ranked[0]?.score ?? 0;
  const isOffered = minScore !== undefined || best >= rankingSettings.abstainBelow;
  const targets = ranked.filter(
    ({ toolId, score }, place) =>
      wanted.has(toolId) || (isOffered && place < topK && score > 0 && score >= (minScore ?? 0)),
  );
  return { targets, isMatched: best > 0, asked };
}

/** What was done before says nothing for what the intent forbids. */
function without(refused: ReadonlySet<string>, experience: Experience): Experience {
  if (refused.size === 0) return experience;
  return { ...experience, votes: new Map(Array.from(experience.votes).filter(([toolId]) => !refused.has(toolId))) };
}

function withoutExcluded(query: SearchQuery, excluded: ReadonlySet<string>): SearchQuery {
  const { filter } = query;
  if (excluded.size === 0) return query;
  return { ...query, filter: (tool) => !excluded.has(tool.id) && (filter === undefined || filter(tool) === true) };
}

/** With the parts of the match, scaled so that they add up to the probability, where somebody will read them. */
function toScored({ toolId, score, match, parts }: RankedTool): ScoredTool {
  if (parts === undefined) return { toolId, score, components: unexplained };
  const scale = match > 0 ? score / match : 0;
  const components = Object.entries(parts).map(([name, part]) => [name, scale * part] as const);
  return { toolId, score, components: Object.fromEntries(components) };
}

const unexplained: ScoredTool['components'] = {};

function toResult(state: EngineState, { explain = false }: SearchQuery, tool: ScoredTool): SearchResult {
  const { name, description = '' } = state.catalogue.get(tool.toolId)!;
  const { toolId, score, components } = tool;
  const result = { toolId, name, description, score, role: 'target' as const };
  return explain ? { ...result, explanation: components } : result;
}

function toRequirementResult(state: EngineState, query: SearchQuery, requirement: Requirement): SearchResult {
  const { toolId, confidence, requiredBy, evidence } = requirement;
  const shown = toResult(state, query, { toolId, score: confidence, components: { requirement: confidence } });
  return { ...shown, role: 'requirement', requiredBy, evidence };
}
