export { createEngine } from './create-engine.js';
export type { Engine } from './engine.js';
export type { EngineOptions } from './engine-options.js';
export { EngineError, type EngineErrorCode } from './errors.js';
export type { ValuePlace } from './graph/significant-values.js';
export { valuesAt } from './graph/values-at.js';
export type {
  CommunityStructure,
  DependencyPath,
  RankedByGraph,
  RelatedTool,
  RelatedToolsOptions,
} from './graph-answers.js';
export type { LexicalOptions, LexicalSettings, ToolField } from './retrieval/lexical-settings.js';
export type { FieldWeight } from './retrieval/text-index.js';
export type { Tokenizer } from './retrieval/tokenize.js';
export type { VectorPrecision } from './retrieval/vector-index.js';
export type { EngineSnapshot, ExecutionSnapshot, ToolSnapshot } from './snapshot/engine-snapshot.js';
export type {
  AbstentionReason,
  ArgumentBinding,
  BindingEvidence,
  DependencySource,
  EdgeCounters,
  EdgeEvidence,
  EdgeObservation,
  EffectiveCounts,
  EngineDependency,
  EngineDependencyPair,
  EngineMetrics,
  EngineTool,
  ExecutionInput,
  ExecutionTaskInput,
  PredictedTool,
  Prediction,
  PredictionQuery,
  RequirementEvidence,
  SearchAnswer,
  SearchQuery,
  SearchResult,
  SuggestedDag,
  SuggestedTask,
  Suggestion,
  SuggestionMode,
  SuggestionQuery,
  TaskReason,
  ToolFilter,
  ToolVector,
} from './types.js';
