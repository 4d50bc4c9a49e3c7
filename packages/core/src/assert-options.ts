import type { AgentCardsOptions } from './agent-cards.js';
import type { Embedder } from './contracts/embedder.js';
import type { ScoringEngine } from './contracts/engine.js';
import type { Store } from './contracts/store.js';
import { embeddingOptionsProblem } from './embedding/embedding-options.js';
import { AgentCardsError } from './errors/agent-cards-error.js';
import { type NamesOf, unknownNameProblem } from './known-names.js';
import { suggestionLimitsProblem } from './learning/suggestion-limits.js';
import { retentionProblem } from './retention/retention-policy.js';

const names: NamesOf<AgentCardsOptions> = {
  store: true,
  createEngine: true,
  embedder: true,
  embedding: true,
  reembed: true,
  maxExactVectors: true,
  clock: true,
  halfLife: true,
  maxMemories: true,
  random: true,
  onDrift: true,
  onEmptyList: true,
  keepIntents: true,
  suggestions: true,
  retention: true,
};

/** Every engine has these; what an engine has beside them is its own affair. */
const engineMethods: NamesOf<Omit<ScoringEngine, 'forget'>> = {
  upsertTools: true,
  removeTools: true,
  setEmbeddings: true,
  addDependencies: true,
  removeDependencies: true,
  observe: true,
  search: true,
  predictNext: true,
  suggest: true,
  metrics: true,
  learnWeights: true,
  weights: true,
  setWeights: true,
  shortestPath: true,
  relatedTools: true,
  textToEmbed: true,
  projectExecution: true,
  edgeConfidence: true,
  edgeEvidence: true,
  significantValues: true,
  valuePlaces: true,
};

/** Every store has these, of these types. */
const storeMembers = {
  migrate: 'function',
  close: 'function',
  tools: 'object',
  embeddings: 'object',
  edges: 'object',
  executions: 'object',
  config: 'object',
  errors: 'object',
} as const satisfies Partial<Record<keyof Store, 'function' | 'object'>>;

/**
 * For whoever opens a store by options of `createAgentCards`, and has to know before that they are wrong.
 * @param beside Has the names that the caller knows beside those of core.
 * @throws AgentCardsError `INVALID_INPUT` naming the option and the way out
 */
export function assertOptionsWithoutStore(
  options: Omit<Partial<AgentCardsOptions>, 'store'>,
  beside: object = {},
): void {
  const problem = unknownNameProblem(options, { ...beside, ...names }, 'createAgentCards') ?? settingsProblem(options);
  if (problem) throw cannotStart(problem);
}

/** @throws AgentCardsError `INVALID_INPUT` naming the option and the way out */
export function assertOptions(options: AgentCardsOptions): void {
  if (typeof options !== 'object' || options === null) throw cannotStart('the options are no object');
  const problem = partsProblem(options);
  if (problem) throw cannotStart(problem);
  assertOptionsWithoutStore(options);
}

/** @throws AgentCardsError `INVALID_INPUT` */
export function assertEmbedder(embedder: Embedder): void {
  const problem = embedderProblem(embedder ?? {});
  if (problem) throw new AgentCardsError('INVALID_INPUT', `It cannot be embedded anew: ${problem}.`);
}

/** @throws AgentCardsError `INVALID_INPUT` naming a method that is missing */
export function assertEngine(engine: ScoringEngine): void {
  const methods = Object.keys(engineMethods) as (keyof typeof engineMethods)[];
  const missing = methods.find((name) => typeof engine?.[name] !== 'function');
  if (missing === undefined) return;
  throw cannotStart(
    `what the option createEngine makes is no engine, since ${missing} is missing`,
    '@agentcards/graphrag exports a createEngine.',
  );
}

function cannotStart(problem: string, hint?: string): AgentCardsError {
  return new AgentCardsError('INVALID_INPUT', `createAgentCards cannot start: ${problem}.`, { hint });
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

function partsProblem({ store, createEngine }: Partial<AgentCardsOptions>): string | undefined {
  if (store === undefined) {
    return 'the option store is missing; the package agentcards brings one, createMemoryStore makes one';
  }
  const aboutStore = storeProblem(store);
  if (aboutStore) return aboutStore;
  return createEngine === undefined
    ? 'the option createEngine is missing; @agentcards/graphrag exports one'
    : undefined;
}

function storeProblem(store: Store): string | undefined {
  if (store instanceof Promise) return 'the option store is a promise, to be awaited first';
  if (typeof store !== 'object' || store === null) return 'the option store is no object; leave it out for the default';
  const members = Object.keys(storeMembers) as (keyof typeof storeMembers)[];
  const missing = members.find((name) => typeof store[name] !== storeMembers[name]);
  if (missing !== undefined) return `the option store is no store, since its member ${missing} is missing`;
  if (store.specificationVersion === 1) return undefined;
  return `the store has the specification version ${String(store.specificationVersion)}; this version of core reads 1`;
}

function settingsProblem(options: Partial<AgentCardsOptions>): string | undefined {
  const { embedder, embedding, maxExactVectors, reembed, halfLife, maxMemories } = options;
  const { createEngine, clock, random, onDrift, onEmptyList, keepIntents } = options;
  if (createEngine !== undefined && typeof createEngine !== 'function') {
    return 'the option createEngine is not a function; @agentcards/graphrag exports one';
  }
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
  if (clock !== undefined && typeof clock?.now !== 'function') return 'the option clock has no now()';
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
