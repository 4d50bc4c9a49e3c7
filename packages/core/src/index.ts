export type { AgentCards, AgentCardsOptions, Caller, CallerView } from './agent-cards.js';
export { assertOptionsWithoutStore } from './assert-options.js';
export type { AdaptiveConfigStore, AdaptiveValue } from './contracts/adaptive-config.js';
export type {
  ConfidenceOf,
  DependencyCounters,
  DependencyDeclaration,
  DependencyIncrement,
  DependencyPair,
  DependencyRecord,
  DependencySource,
  ListedDependency,
} from './contracts/dependency.js';
export type { Embedder } from './contracts/embedder.js';
export type {
  EdgeEvidence,
  EdgeObservation,
  EffectiveCounts,
  EngineDependency,
  EngineExecution,
  EngineMetrics,
  EnginePredictionQuery,
  EngineSearchQuery,
  EngineSettings,
  EngineTask,
  EngineToolVector,
  PredictedTool,
  Prediction,
  RequirementEvidence,
  ScoringEngine,
  SearchAnswer,
  SearchResult,
} from './contracts/engine.js';
export type { AbstentionReason, EngineTool, ToolFilter } from './contracts/engine-tool.js';
export type { Clock, Random } from './contracts/environment.js';
export type { ExecutionRecord, ExecutionTask, ValuePlace } from './contracts/execution.js';
export type { ExecutionInput, TaskInput, TimeInput } from './contracts/execution-input.js';
export type {
  CommunityStructure,
  DependencyPath,
  RankedByGraph,
  RelatedTool,
  RelatedToolsOptions,
} from './contracts/graph-answers.js';
export type { PageRequest } from './contracts/page-request.js';
export type { RetiredExecution, RetirementStore } from './contracts/retirement.js';
export type {
  ConfigStore,
  EdgeStore,
  EmbeddingRecord,
  EmbeddingStore,
  ErrorRecord,
  ErrorStore,
  ExecutionStore,
  NearestTool,
  Store,
  SuggestionRecord,
  SuggestionStore,
  ToolStore,
} from './contracts/store.js';
export type {
  ArgumentBinding,
  BindingEvidence,
  EngineSuggestionQuery,
  SuggestedDag,
  SuggestedTask,
  Suggestion,
  SuggestionMode,
  TaskReason,
} from './contracts/suggestion.js';
export type {
  DriftPolicy,
  JsonObject,
  JsonValue,
  ToolDefinition,
  ToolId,
  ToolRecord,
  ToolSource,
  ToolStatus,
} from './contracts/tool.js';
export { createAgentCards } from './create-agent-cards.js';
export type { EmbeddingOptions } from './embedding/embedding-options.js';
export type { ReembedReport } from './embedding/reembedding.js';
export { AgentCardsError, type AgentCardsErrorOptions } from './errors/agent-cards-error.js';
export { type ErrorCode, errorCodes } from './errors/error-codes.js';
export type {
  AgentCardsEvents,
  EmbeddingFailure,
  EmbeddingProgress,
  EmbeddingSummary,
} from './events/agent-cards-events.js';
export { giveWay } from './give-way.js';
export {
  addedIncrement,
  declaredEdge,
  observedEdge,
  ratedEdge,
  unobservedEdge,
  withdrawnEdge,
} from './learning/edge-transitions.js';
export type { ForgetReport, ForgetSelector } from './learning/forget-selector.js';
export type { SuggestionLimits } from './learning/suggestion-limits.js';
export type { WeightsHealth } from './learning/weight-learner.js';
export { createMemoryStore } from './memory-store/create-memory-store.js';
export { onAbort } from './on-abort.js';
export type {
  DependencyInput,
  PredictionQuery,
  SearchOptions,
  SuggestionOptions,
  ToolCriteria,
  ToolFilterOption,
} from './query-options.js';
export type { Health, RebuildReport, RecordReceipt, Stats, SyncIssue, SyncReport } from './reports.js';
export type { MaintenanceReport } from './retention/maintenance-report.js';
export type { RetentionOptions } from './retention/retention-policy.js';
export { exposedToolName, exposedToolNames, parseToolId, toToolId } from './tool-id.js';
export { embeddingText } from './tools/embedding-text.js';
export type { ProposedRename, ToolRename } from './tools/rename-matches.js';
export type { DefinitionChange, QuarantinedTool, ReviewedTool, ToolDrift } from './tools/tool-drift.js';
export type { TransferCounts, TransferKind } from './transfer/transfer-content.js';
export type { ExportOptions, ImportOptions, ImportReport } from './transfer/transfer-options.js';
