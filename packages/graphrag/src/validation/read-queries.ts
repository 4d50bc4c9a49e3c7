import type { PredictionQuery, SearchQuery, SuggestionQuery } from '../types.js';
import {
  checkIds,
  checkNames,
  checkObject,
  checkOptionalCount,
  checkOptionalFunction,
  checkOptionalText,
  checkText,
  checkVector,
  invalid,
  type NamesOf,
} from './checks.js';

export const searchNames: NamesOf<SearchQuery> = {
  text: true,
  embedding: true,
  similarities: true,
  topK: true,
  minScore: true,
  context: true,
  filter: true,
  alwaysInclude: true,
  exclude: true,
  includeRequirements: true,
  experience: true,
  explain: true,
};
export const predictionNames: NamesOf<PredictionQuery> = {
  intent: true,
  embedding: true,
  executed: true,
  context: true,
  candidates: true,
  explain: true,
  topK: true,
  filter: true,
};
export const suggestionNames: NamesOf<SuggestionQuery> = {
  intent: true,
  embedding: true,
  context: true,
  explain: true,
  anonymous: true,
  maxTasks: true,
  alternatives: true,
  filter: true,
};

/** `dimensions` is the length of the tools' vectors; while there are none, any vector will do. */
export function readSearchQuery(query: SearchQuery, dimensions: number | undefined): SearchQuery {
  checkObject(query, 'query');
  checkNames(query, searchNames, 'query');
  checkText(query.text, 'query.text');
  if (query.embedding !== undefined) checkVector(query.embedding, 'query.embedding', dimensions);
  if (query.similarities !== undefined) checkSimilarities(query.similarities);
  checkOptionalCount(query.topK, 'query.topK', 1);
  if (query.minScore !== undefined && !(query.minScore >= 0 && query.minScore <= 1)) {
    invalid('query.minScore', 'a number from 0 to 1');
  }
  if (query.context !== undefined) checkIds(query.context, 'query.context');
  if (query.alwaysInclude !== undefined) checkIds(query.alwaysInclude, 'query.alwaysInclude');
  if (query.exclude !== undefined) checkIds(query.exclude, 'query.exclude');
  checkOptionalFunction(query.filter, 'query.filter');
  return query;
}

function checkSimilarities(similarities: unknown): void {
  if (!(similarities instanceof Map)) invalid('query.similarities', 'a Map');
  for (const [toolId, similarity] of similarities) {
    if (!Number.isFinite(similarity)) invalid(`query.similarities of ${JSON.stringify(toolId)}`, 'a finite number');
  }
}

export function readPredictionQuery(query: PredictionQuery, dimensions: number | undefined): PredictionQuery {
  checkObject(query, 'query');
  checkNames(query, predictionNames, 'query');
  checkOptionalText(query.intent, 'query.intent');
  if (query.embedding !== undefined) checkVector(query.embedding, 'query.embedding', dimensions);
  checkIds(query.executed, 'query.executed');
  if (query.context !== undefined) checkIds(query.context, 'query.context');
  if (query.candidates !== undefined) checkIds(query.candidates, 'query.candidates');
  checkOptionalCount(query.topK, 'query.topK', 1);
  checkOptionalFunction(query.filter, 'query.filter');
  return query;
}

export function readSuggestionQuery(query: SuggestionQuery, dimensions: number | undefined): SuggestionQuery {
  checkObject(query, 'query');
  checkNames(query, suggestionNames, 'query');
  checkText(query.intent, 'query.intent');
  if (query.embedding !== undefined) checkVector(query.embedding, 'query.embedding', dimensions);
  if (query.context !== undefined) checkIds(query.context, 'query.context');
  checkOptionalCount(query.maxTasks, 'query.maxTasks', 1);
  checkOptionalCount(query.alternatives, 'query.alternatives', 0);
  checkOptionalFunction(query.filter, 'query.filter');
  return query;
}
