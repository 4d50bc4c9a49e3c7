// index
export {
  AgentCardsError,
  createAgentCards,
  exposedToolName,
};
export type {
  AgentCards,
  AgentCardsOptions,
  DependencyInput,
  DependencyRecord,
  Embedder,
  ErrorCode,
  ExecutionInput,
  Health,
  Prediction,
  PredictionQuery,
  RebuildReport,
  RecordReceipt,
  SearchAnswer,
  SearchOptions,
  SearchResult,
  Stats,
  Store,
  SuggestedTask,
  Suggestion,
  SuggestionOptions,
  SyncIssue,
  SyncReport,
  TaskInput,
  ToolDefinition,
  ToolFilterOption,
  ToolId,
  ToolRecord,
  ToolSource,
};

declare function createAgentCards(options?: AgentCardsOptions): Promise<AgentCards>;
import { AgentCardsOptions as AgentCardsOptions$1, AgentCards } from '@agentcards/core';
interface AgentCardsOptions extends Partial<AgentCardsOptions$1> {
    readonly dataDir?: string | undefined;
}