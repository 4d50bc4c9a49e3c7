// index
export {
  AgentCardsError,
  createAgentCards,
  exposedToolName,
};
export type {
  AbstentionReason,
  AgentCards,
  AgentCardsEvents,
  AgentCardsOptions,
  ArgumentBinding,
  BindingEvidence,
  DefinitionChange,
  DependencyInput,
  DependencyRecord,
  DriftPolicy,
  Embedder,
  EmbeddingFailure,
  EmbeddingOptions,
  EmbeddingProgress,
  EmbeddingSummary,
  ErrorCode,
  ExecutionInput,
  ForgetReport,
  ForgetSelector,
  Health,
  Prediction,
  PredictionQuery,
  QuarantinedTool,
  RebuildReport,
  RecordReceipt,
  ReembedReport,
  RequirementEvidence,
  ReviewedTool,
  SearchAnswer,
  SearchOptions,
  SearchResult,
  Stats,
  Store,
  SuggestedTask,
  Suggestion,
  SuggestionLimits,
  SuggestionOptions,
  SyncIssue,
  SyncReport,
  TaskInput,
  TaskReason,
  ToolCriteria,
  ToolDefinition,
  ToolDrift,
  ToolFilterOption,
  ToolId,
  ToolRecord,
  ToolRename,
  ToolSource,
};

declare function createAgentCards(options?: AgentCardsOptions): Promise<AgentCards>;
import { AgentCardsOptions as AgentCardsOptions$1, Embedder, AgentCards } from '@agentcards/core';
interface AgentCardsOptions extends Partial<AgentCardsOptions$1> {
    readonly dataDir?: string | undefined;
    readonly embedder?: Embedder | null | undefined;
}