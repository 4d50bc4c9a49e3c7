import type { ConfidenceOf, DependencyIncrement, DependencyPair, DependencyRecord } from '../contracts/dependency.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { ErrorRecord, Store } from '../contracts/store.js';
import type { JsonValue, ToolRecord } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { addCounters, later, noCounters } from '../learning/edge-counters.js';
import { strongerSource } from '../learning/stronger-source.js';
import { edgeKey } from './edge-key.js';
import { createMemoryAdaptiveConfig } from './memory-adaptive-config.js';
import { createMemoryRetirement } from './memory-retirement.js';
import { createMemorySuggestions } from './memory-suggestions.js';
import { createMemoryVectors } from './memory-vectors.js';
import { Rows } from './rows.js';

/** A store without a disk: for tests, and where nothing is to outlive the process. Keeps every promise of `Store`. */
export function createMemoryStore(): Store {
  const tools = new Rows<ToolRecord>();
  const edges = new Rows<DependencyRecord>();
  const executions = new Rows<ExecutionRecord>();
  const config = new Map<string, JsonValue>();
  let errors: ErrorRecord[] = [];
  let closed = false;

  /** Runs in one turn of the event loop, so every method is atomic as long as it checks before it writes. */
  async function atomic<Result>(work: () => Result): Promise<Result> {
    if (closed) throw new AgentCardsError('CLOSED', 'The store is closed.');
    return work();
  }

  const vectors = createMemoryVectors(atomic);

  function putEdge(edge: Omit<DependencyRecord, 'confidence'>, confidenceOf: ConfidenceOf): void {
    edges.set(edgeKey(edge), { ...edge, confidence: confidenceOf(edge) });
  }

  function addIncrement(increment: DependencyIncrement, confidenceOf: ConfidenceOf): void {
    const before = edges.get(edgeKey(increment));
    const { from, to, observedAt } = increment;
    putEdge(
      {
        from,
        to,
        source: before?.source ?? 'learned',
        ...addCounters(before ?? noCounters, increment),
        lastObserved: later(observedAt, before?.lastObserved),
      },
      confidenceOf,
    );
  }

  function rateAnew(pair: DependencyPair, confidenceOf: ConfidenceOf): void {
    const edge = edges.get(edgeKey(pair));
    if (edge !== undefined) putEdge(edge, confidenceOf);
  }

  return {
    specificationVersion: 1,

    tools: {
      apply: ({ upsert, remove, at }) =>
        atomic(() => {
          for (const tool of upsert) {
            const firstSeen = tools.get(tool.toolId)?.firstSeen ?? tool.firstSeen;
            tools.set(tool.toolId, structuredClone({ ...tool, firstSeen }));
          }
          for (const toolId of remove) {
            const tool = tools.get(toolId);
            if (tool) tools.set(toolId, { ...tool, status: 'removed', updatedAt: new Date(at) });
          }
        }),
      read: (page) => atomic(() => tools.page(page)),
      purge: (toolIds) =>
        atomic(() => {
          const purged = toolIds.filter((id) => tools.get(id)?.status === 'removed' && tools.delete(id));
          vectors.deleteTools(purged);
          return purged.length;
        }),
    },

    embeddings: vectors.store,

    edges: {
      declare: (declared, confidenceOf) =>
        atomic(() => {
          for (const edge of declared) {
            const before = edges.get(edgeKey(edge));
            putEdge(
              { ...noCounters, ...before, ...edge, source: strongerSource(edge.source, before?.source) },
              confidenceOf,
            );
          }
        }),
      withdraw: (pairs, confidenceOf) =>
        atomic(() => {
          let withdrawn = 0;
          for (const pair of pairs) {
            const edge = edges.get(edgeKey(pair));
            if (edge === undefined || edge.source === 'learned') continue;
            withdrawn += 1;
            if (edge.observedCount > 0) putEdge({ ...edge, source: 'learned' }, confidenceOf);
            else edges.delete(edgeKey(pair));
          }
          return withdrawn;
        }),
      replaceObserved: (increments, confidenceOf) =>
        atomic(() => {
          for (const [key, edge] of edges) {
            if (edge.source === 'learned') edges.delete(key);
            else putEdge({ ...edge, ...noCounters, lastObserved: undefined }, confidenceOf);
          }
          for (const increment of increments) addIncrement(increment, confidenceOf);
        }),
      read: (page) => atomic(() => edges.page({ ...page, after: page.after && edgeKey(page.after) })),
    },

    executions: {
      record: (execution, increments, confidenceOf) =>
        atomic(() => {
          if (executions.has(execution.id)) return 'duplicate';
          executions.set(execution.id, structuredClone(execution));
          for (const increment of increments) addIncrement(increment, confidenceOf);
          return 'recorded';
        }),
      append: (records) =>
        atomic(() => {
          const before = executions.size;
          for (const record of structuredClone(records)) {
            if (!executions.has(record.id)) executions.set(record.id, record);
          }
          return executions.size - before;
        }),
      read: (page) => atomic(() => executions.page(page)),
      remove: (ids) => atomic(() => ids.filter((id) => executions.delete(id)).length),
    },

    retirement: createMemoryRetirement({ executions, rateAnew, atomic }),

    suggestions: createMemorySuggestions(atomic),

    config: {
      get: (key) => atomic(() => structuredClone(config.get(key))),
      set: (key, value) =>
        atomic(() => {
          config.set(key, structuredClone(value));
        }),
      setIfAbsent: (key, value) =>
        atomic(() => {
          if (!config.has(key)) config.set(key, structuredClone(value));
          return structuredClone(config.get(key) as JsonValue);
        }),
      list: (prefix) =>
        atomic(() =>
          [...config]
            .filter(([key]) => key.startsWith(prefix))
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => ({ key, value: structuredClone(value) })),
        ),
    },

    adaptiveConfig: createMemoryAdaptiveConfig(atomic),

    errors: {
      append: (error) =>
        atomic(() => {
          errors.push(structuredClone(error));
        }),
      recent: (limit) => atomic(() => structuredClone(errors.slice(-limit).reverse())),
      count: () => atomic(() => errors.length),
      prune: ({ before, limit }) =>
        atomic(() => {
          const old = new Set(errors.filter(({ timestamp }) => timestamp < before).slice(0, limit));
          errors = errors.filter((error) => !old.has(error));
          return old.size;
        }),
    },

    migrate: () => atomic(() => undefined),
    close: async () => {
      closed = true;
    },
  };
}
