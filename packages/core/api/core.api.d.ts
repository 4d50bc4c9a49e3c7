// index
export {
  AgentCardsError,
  createAgentCards,
  createMemoryStore,
  embeddingText,
  errorCodes,
  exposedToolName,
  parseToolId,
  toToolId,
};

// schemas
export {
  dependencyInputsSchema,
  dependencyPairSchema,
  dependencyPairsSchema,
  describeProblems,
  executionInputSchema,
  forgetSelectorSchema,
  intentSchema,
  predictionQuerySchema,
  relatedToolsOptionsSchema,
  searchOptionsSchema,
  suggestionOptionsSchema,
  toolDefinitionSchema,
  toolIdSchema,
  toolIdsSchema,
  toolSourceSchema,
  toolsToApproveSchema,
};

// http-embedder
export {
  createHttpEmbedder,
};

// transformers
export {
  createTransformersEmbedder,
  knownModels,
};
