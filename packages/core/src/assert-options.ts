import type { AgentCardsOptions } from './agent-cards.js';
import type { Embedder } from './contracts/embedder.js';
import { embeddingOptionsProblem } from './embedding/embedding-options.js';
import { AgentCardsError } from './errors/agent-cards-error.js';
import { suggestionLimitsProblem } from './learning/suggestion-limits.js';
import { retentionProblem } from './retention/retention-policy.js';

/** @throws AgentCardsError `INVALID_INPUT` naming the option and the way out */
export function assertOptions(options: AgentCardsOptions): void {
  const problem = findProblem(options ?? {});
  if (problem) throw new AgentCardsError('INVALID_INPUT', `createAgentCards cannot start: ${problem}.`);
}

/** @throws AgentCardsError `INVALID_INPUT` */
export function assertEmbedder(embedder: Embedder): void {
  const problem = embedderProblem(embedder ?? {});
  if (problem) throw new AgentCardsError('INVALID_INPUT', `It cannot be embedded anew: ${problem}.`);
}

function embedderProblem(embedder: Partial<Embedder>): string | undefined {
  if (embedder instanceof Promise) return 'the embedder is a promise, to be awaited first';
  const { embed, modelId, dimensions } = embedder;
  if (typeof embed !== 'function' || typeof modelId !== 'string' || modelId === '') {
    return 'the embedder is no object with modelId, dimensions and embed';
  }
  return Number.isInteger(dimensions) && Number(dimensions) > 0
    ? undefined
    : 'embedder.dimensions is not a positive whole number';
}

function findProblem(options: Partial<AgentCardsOptions>): string | undefined {
  const { store, createEngine, embedder, clock, random, onDrift, onEmptyList, keepIntents } = options;
  if (typeof store?.migrate !== 'function') {
    return 'the option store is missing; the package agentcards brings one, createMemoryStore makes one';
  }
  if (store.specificationVersion !== 1) {
    return `the store has the specification version ${String(store.specificationVersion)}; this version of core reads 1`;
  }
  if (typeof createEngine !== 'function') {
    return 'the option createEngine is missing; @agentcards/graphrag exports one';
  }
  const { embedding, maxExactVectors, reembed, halfLife, maxMemories } = options;
  const aboutEmbedder = embedder == null ? undefined : embedderProblem(embedder);
  if (aboutEmbedder) return aboutEmbedder;
  const aboutEmbedding = embedding === undefined ? undefined : embeddingOptionsProblem(embedding);
  if (aboutEmbedding) return aboutEmbedding;
  if (maxExactVectors !== undefined && !(Number.isInteger(maxExactVectors) && maxExactVectors >= 0)) {
    return 'the option maxExactVectors is not a whole number of 0 or more';
  }
  if (halfLife !== undefined && !(typeof halfLife === 'number' && halfLife > 0)) {
    return 'the option halfLife is not a number of milliseconds above 0';
  }
  if (
    maxMemories !== undefined &&
    maxMemories !== Infinity &&
    !(Number.isSafeInteger(maxMemories) && maxMemories >= 1)
  ) {
    return 'the option maxMemories is not a whole number of 1 or more';
  }
  if (reembed !== undefined && typeof reembed !== 'boolean') return 'the option reembed is not a boolean';
  if (clock !== undefined && typeof clock.now !== 'function') return 'the option clock has no now()';
  if (random !== undefined && typeof random !== 'function') return 'the option random is not a function';
  if (onDrift !== undefined && !['accept', 'quarantine', 'reject'].includes(onDrift)) {
    return 'the option onDrift is none of accept, quarantine, reject';
  }
  if (onEmptyList !== undefined && !['keep', 'remove'].includes(onEmptyList)) {
    return 'the option onEmptyList is none of keep, remove';
  }
  if (keepIntents !== undefined && typeof keepIntents !== 'boolean') return 'the option keepIntents is not a boolean';
  const aboutRetention = options.retention === undefined ? undefined : retentionProblem(options.retention);
  if (aboutRetention) return aboutRetention;
  return options.suggestions === undefined ? undefined : suggestionLimitsProblem(options.suggestions);
}
