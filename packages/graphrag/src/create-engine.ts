import { createContractIndex } from './contracts-of-schemas/contract-index.js';
import type { Engine } from './engine.js';
import type { EngineOptions } from './engine-options.js';
import type { EngineState } from './engine-state.js';
import type { ObservedExecution } from './execution.js';
import { createExecutionNames } from './execution-names.js';
import { createDependencyGraph } from './graph/dependency-graph.js';
import { edgeConfidence } from './graph/edge-confidence.js';
import { askRelatedTools, askShortestPath, withStructure } from './graph/graph-questions.js';
import { observationsOf } from './graph/project-execution.js';
import { significantValues, valuePlaces } from './graph/significant-values.js';
import { learnWeights } from './learning/learn-weights.js';
import { nameWeights, readWeights } from './learning/named-weights.js';
import { nothingLearned } from './learning/weights.js';
import { createAgingHabits } from './memory/aging-habits.js';
import { createBindings } from './memory/bindings.js';
import { createMemory } from './memory/memory.js';
import { suggest } from './planning/suggest.js';
import { predictNext } from './prediction/predict-next.js';
import { createCatalogue } from './retrieval/catalogue.js';
import { closureOf, createNeeds, unmetNeeds } from './retrieval/requirements.js';
import { search } from './retrieval/search.js';
import { settleFilter } from './retrieval/settle-filter.js';
import { createTokenizer, intentReader, readerOf, wordReader } from './retrieval/tokenize.js';
import { toolText } from './retrieval/tool-text.js';
import { createSharing } from './share-parts.js';
import { readSnapshot } from './snapshot/read-snapshot.js';
import { writeSnapshot } from './snapshot/write-snapshot.js';
import type { EngineMetrics } from './types.js';
import { checkEngineOptions } from './validation/check-engine-options.js';
import { checkIds, checkOptionalFunction, checkText, checkWeights } from './validation/checks.js';
import { readAging } from './validation/read-aging.js';
import { readDependencies, readDependencyPairs } from './validation/read-dependencies.js';
import { checkOptionalTime, checkPair, readEdgeEvidence } from './validation/read-edges.js';
import { readExecution, readExecutions } from './validation/read-execution.js';
import { readLexicalOptions } from './validation/read-lexical-options.js';
import {
  predictionNames,
  readPredictionQuery,
  readSearchQuery,
  readSuggestionQuery,
  searchNames,
  suggestionNames,
} from './validation/read-queries.js';
import { readTokenizer } from './validation/read-tokenizer.js';
import { type CatalogueTool, readTools } from './validation/read-tools.js';
import { readVectors } from './validation/read-vectors.js';

/**
 * Makes an engine. Throws `SNAPSHOT_INVALID` for a snapshot that no engine of this version wrote, `INVALID_INPUT` for
 * another option that makes no sense. Options are not part of snapshots.
 */
export function createEngine(options: EngineOptions = {}): Engine {
  checkEngineOptions(options);
  const { snapshot, vectorPrecision = 'float32', seed = 0, maxMemories = Infinity } = options;
  const foreign = readTokenizer(options.tokenize);
  const reader = foreign === undefined ? wordReader : readerOf(foreign.tokenize);
  const catalogue = createCatalogue(reader, readLexicalOptions(options.lexical), vectorPrecision);
  const contracts = createContractIndex(catalogue.get);
  const terms = createTokenizer(reader);
  const aging = readAging(options.halfLife, options.clock);
  // What a dependency has shown stands, until somebody says how long: nothing newer need contradict it.
  const edgeAging = readAging(options.halfLife ?? Number.POSITIVE_INFINITY, options.clock);
  const leftOut = new Set(options.leaveOut);
  const sharing = createSharing();
  let { graph, memory, habits, bindings, nameOf } = knowingNothing();
  let weights = nothingLearned;
  /** How often something was forgotten: what is being learned meanwhile may know of it. */
  let forgotten = 0;
  let currentMetrics: EngineMetrics | undefined;

  const state: EngineState = {
    catalogue,
    get graph() {
      return graph;
    },
    get memory() {
      return memory;
    },
    get habits() {
      return habits;
    },
    get bindings() {
      return bindings;
    },
    contracts,
    tokenize: terms,
    get weights() {
      if (leftOut.has('learnedWeights')) return nothingLearned;
      return leftOut.has('learnedPlan') ? { prediction: weights.prediction } : weights;
    },
    isLeftOut: (evidence) => leftOut.has(evidence),
    rank: catalogue.rank,
    chainsTo: (toolIds, isVisible, inUse) =>
      closureOf(toolIds, unmetNeeds(createNeeds(graph, isVisible), inUse)).chains,
    closureOf: (toolIds, isVisible, inUse) =>
      closureOf(toolIds, unmetNeeds(createNeeds(graph, isVisible, contracts), inUse)),
    metrics() {
      currentMetrics ??= measure();
      return currentMetrics;
    },
  };

  /** Does something with a state as if some executions had never been observed. */
  function without<Result>(executions: readonly ObservedExecution[], use: (others: EngineState) => Result): Result {
    const known = executions.filter(({ id }) => memory.has(id));
    for (const execution of known) habits.forget(execution);
    try {
      return use({ ...state, memory: memory.without(new Set(known.map(({ id }) => id))) });
    } finally {
      for (const execution of known) habits.observe(execution);
    }
  }

  function knowingNothing() {
    const known = createMemory(foreign === undefined ? intentReader : reader, aging, maxMemories);
    return {
      graph: createDependencyGraph(catalogue.has, (toolId) => catalogue.get(toolId)?.definedAt ?? 0, edgeAging),
      memory: known,
      habits: createAgingHabits(aging),
      bindings: createBindings(),
      nameOf: createExecutionNames(known.has),
    };
  }

  function measure(): EngineMetrics {
    const tools = catalogue.size;
    const edges = graph.edgeCount();
    const density = tools < 2 ? 0 : edges / (tools * (tools - 1));
    return withStructure({ tools, edges, executions: memory.size, density }, state, seed);
  }

  /** A change, once a tokenizer of the caller's has read the texts that it is about. */
  function afterReading(texts: () => readonly string[], change: () => void): void {
    if (foreign === undefined) change();
    else foreign.askedBefore(texts(), change);
  }

  function upsert(tools: readonly CatalogueTool[]): void {
    // All vectors go before any comes: a batch may replace those of one length by those of another.
    for (const { tool } of tools) catalogue.dropVector(tool.id);
    for (const { tool, vector } of tools) catalogue.upsert(tool, vector);
    for (const { tool } of tools) contracts.touch(tool.id);
    currentMetrics = undefined;
  }

  /** Takes in an execution of shared parts. */
  function remember(execution: ObservedExecution): void {
    const dropped = memory.add(execution);
    if (dropped !== undefined) sharing.drop(dropped);
    if (dropped === execution) return;
    graph.observe(execution);
    habits.observe(execution);
    bindings.observe(execution);
    if (dropped !== undefined) uncount(dropped);
    currentMetrics = undefined;
  }

  function uncount(execution: ObservedExecution): void {
    graph.forget(execution);
    habits.forget(execution);
    bindings.forget(execution);
  }

  function forget(ids: ReadonlySet<string>): number {
    const executions = memory.executions();
    const count = executions.filter(({ id }) => ids.has(id)).length;
    if (count === 0) return 0;
    // What has no time comes first, but is never old.
    const areOldest = executions.slice(0, count).every(({ id, executedAt }) => ids.has(id) && executedAt !== 0);
    if (areOldest) {
      forgetOldest(count);
    } else {
      const kept = executions.filter(({ id }) => !ids.has(id));
      afterReading(
        () => kept.flatMap(({ intent }) => intent ?? []),
        () => learnAgain(kept),
      );
    }
    weights = nothingLearned;
    forgotten++;
    currentMetrics = undefined;
    return count;
  }

  /** Counts can be taken back, and what was seen last was seen by those that stay, if any of them saw it. */
  function forgetOldest(count: number): void {
    for (const execution of memory.dropOldest(count)) {
      sharing.drop(execution);
      uncount(execution);
    }
    nameOf = createExecutionNames(memory.has);
  }

  /** When something was seen last is no sum from which any execution could be taken. */
  function learnAgain(kept: readonly ObservedExecution[]): void {
    const declarations = graph.declarations();
    ({ graph, memory, habits, bindings, nameOf } = knowingNothing());
    for (const dependency of declarations) graph.declare(dependency);
    for (const execution of kept) remember(execution);
  }

  if (snapshot !== undefined) {
    const known = readSnapshot(snapshot, sharing);
    upsert(known.tools);
    for (const dependency of known.dependencies) graph.declare(dependency);
    for (const execution of known.executions) if (!memory.has(execution.id)) remember(execution);
    weights = readWeights(known.weights);
  }

  return {
    upsertTools(tools) {
      const read = readTools(tools, catalogue);
      afterReading(
        () => read.flatMap(({ tool }) => Object.values(toolText(tool))),
        () => upsert(read),
      );
    },
    removeTools(toolIds) {
      checkIds(toolIds, 'toolIds');
      for (const toolId of toolIds) {
        catalogue.remove(toolId);
        contracts.touch(toolId);
      }
      currentMetrics = undefined;
    },
    setEmbeddings(vectors) {
      for (const { toolId, vector } of readVectors(vectors, catalogue)) catalogue.setVector(toolId, vector);
    },
    addDependencies(dependencies) {
      for (const dependency of readDependencies(dependencies)) graph.declare(dependency);
      currentMetrics = undefined;
    },
    removeDependencies(pairs) {
      for (const pair of readDependencyPairs(pairs)) graph.withdraw(pair);
      currentMetrics = undefined;
    },
    observe(execution) {
      const executions = readExecutions(execution);
      afterReading(
        () => executions.flatMap(({ intent }) => intent ?? []),
        () => {
          for (const read of executions) {
            const id = read.id ?? nameOf(read);
            if (!memory.has(id)) remember(sharing.share({ ...read, id }));
          }
        },
      );
    },
    forget(executionIds) {
      checkIds(executionIds, 'executionIds');
      return forget(new Set(executionIds));
    },
    search: (query) =>
      search(state, readSearchQuery(settleFilter(query, catalogue, searchNames), catalogue.dimensions)),
    predictNext: (query) =>
      predictNext(state, readPredictionQuery(settleFilter(query, catalogue, predictionNames), catalogue.dimensions)),
    suggest: (query) =>
      suggest(state, readSuggestionQuery(settleFilter(query, catalogue, suggestionNames), catalogue.dimensions)),
    metrics: state.metrics,
    *learnWeights() {
      const before = forgotten;
      const learned = yield* learnWeights({ executions: memory.executions, without });
      if (forgotten === before) weights = learned;
    },
    weights: () => nameWeights(weights),
    setWeights(named) {
      weights = readWeights(checkWeights(named, 'weights'));
    },
    shortestPath: (from, to) => askShortestPath(state, from, to),
    relatedTools: (toolId, options) => askRelatedTools(state, toolId, options),
    textToEmbed(intent, filter) {
      checkText(intent, 'intent');
      checkOptionalFunction(filter, 'filter');
      return catalogue.textToEmbed(intent, settleFilter({ filter }, catalogue, { filter: true }).filter);
    },
    projectExecution: (execution) => observationsOf(readExecution(execution, 'execution')),
    edgeConfidence: (edge) => edgeConfidence(readEdgeEvidence(edge)),
    edgeEvidence(upcoming) {
      const countsOf = graph.effectiveCounts(upcoming && readExecution(upcoming, 'upcoming'));
      return (pair, asOf) => {
        checkPair(pair);
        checkOptionalTime(asOf, 'asOf');
        return countsOf(pair, asOf);
      };
    },
    significantValues,
    valuePlaces,
    toJSON: () => writeSnapshot(catalogue, graph, memory, nameWeights(weights)),
  };
}
