import type { EngineState } from './engine-state.js';
import { createDependencyGraph } from './graph/dependency-graph.js';
import { edgeConfidence } from './graph/edge-confidence.js';
import { observationsOf } from './graph/project-execution.js';
import { significantValues } from './graph/significant-values.js';
import { hashText } from './hash.js';
import { createMemory } from './memory/memory.js';
import { suggest } from './planning/suggest.js';
import { predictNext } from './prediction/predict-next.js';
import { createCatalogue } from './retrieval/catalogue.js';
import { lexicalSettings } from './retrieval/lexical-settings.js';
import { findRequirements } from './retrieval/requirements.js';
import { search } from './retrieval/search.js';
import { createTokenizer } from './retrieval/tokenize.js';
import type {
  DependencySource,
  EdgeCounters,
  EdgeObservation,
  EngineDependency,
  EngineDependencyPair,
  EngineMetrics,
  EngineTool,
  ExecutionInput,
  Prediction,
  PredictionQuery,
  SearchAnswer,
  SearchQuery,
  Suggestion,
  SuggestionQuery,
} from './types.js';
import { checkArray, checkIds } from './validation/checks.js';
import { readExecution } from './validation/read-execution.js';
import { readTool } from './validation/read-tool.js';

export interface EngineOptions {
  /** Seed of the algorithms that draw random numbers; equal seeds give equal answers. */
  readonly seed?: number | undefined;
}

export interface Engine {
  upsertTools(tools: readonly EngineTool[]): void;
  removeTools(toolIds: readonly string[]): void;
  addDependencies(dependencies: readonly EngineDependency[]): void;
  removeDependencies(pairs: readonly EngineDependencyPair[]): void;
  observe(execution: ExecutionInput | readonly ExecutionInput[]): void;
  search(query: SearchQuery): SearchAnswer;
  predictNext(query: PredictionQuery): Prediction;
  suggest(query: SuggestionQuery): Suggestion;
  metrics(): EngineMetrics;
  projectExecution(execution: ExecutionInput): readonly EdgeObservation[];
  edgeConfidence(edge: { readonly source: DependencySource } & EdgeCounters): number;
  significantValues(value: unknown): readonly string[];
}

export function createEngine(_options: EngineOptions = {}): Engine {
  const tokenize = createTokenizer();
  const catalogue = createCatalogue(tokenize, lexicalSettings);
  const graph = createDependencyGraph(catalogue.has);
  const memory = createMemory(tokenize);
  const state: EngineState = {
    catalogue,
    graph,
    memory,
    rank: catalogue.rank,
    requirementsOf: (toolIds, filter) => findRequirements(toolIds, graph, catalogue.get, filter),
  };

  return {
    upsertTools(tools) {
      checkArray(tools, 'tools');
      for (const tool of tools.map((tool, index) => readTool(tool, `tools[${index}]`))) catalogue.upsert(tool);
    },
    removeTools(toolIds) {
      checkIds(toolIds, 'toolIds');
      for (const toolId of toolIds) catalogue.remove(toolId);
    },
    addDependencies(dependencies) {
      for (const dependency of dependencies) graph.declare(dependency);
    },
    removeDependencies(pairs) {
      for (const pair of pairs) graph.withdraw(pair);
    },
    observe(execution) {
      const inputs = Array.isArray(execution) ? execution : [execution];
      for (const { id, ...read } of inputs.map((input, index) => readExecution(input, `executions[${index}]`))) {
        const content = hashText(JSON.stringify(read));
        let name = id;
        for (let repetition = 1; name === undefined; repetition++) {
          if (!memory.has(`${content}-${repetition}`)) name = `${content}-${repetition}`;
        }
        if (memory.has(name)) continue;
        const observed = { id: name, ...read };
        memory.add(observed);
        graph.observe(observed);
      }
    },
    search: (query) => search(state, query),
    predictNext: (query) => predictNext(state, query),
    suggest: (query) => suggest(state, query),
    metrics() {
      const tools = catalogue.size;
      const edges = graph.edgeCount();
      return { tools, edges, executions: memory.size, density: tools < 2 ? 0 : edges / (tools * (tools - 1)) };
    },
    projectExecution: (execution) => observationsOf({ ...readExecution(execution, 'execution'), id: '' }),
    edgeConfidence,
    significantValues,
  };
}
