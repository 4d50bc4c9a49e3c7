import type { DependencyRecord } from '../contracts/dependency.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { ErrorRecord, Store } from '../contracts/store.js';
import type { JsonValue, ToolRecord } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { observedEdge } from '../learning/edge-transitions.js';
import { EdgeDraft } from './edge-draft.js';
import { createMemoryAdaptiveConfig } from './memory-adaptive-config.js';
import { createMemoryEdges } from './memory-edges.js';
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

  return {
    specificationVersion: 1,

    tools: {
      apply: ({ upsert, remove, at }) =>
        atomic(() => {
          // Copied before anything is written: a record that cannot be has changed nothing.
          for (const tool of structuredClone(upsert)) {
            const firstSeen = tools.get(tool.toolId)?.firstSeen ?? tool.firstSeen;
            tools.set(tool.toolId, { ...tool, firstSeen });
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

    edges: createMemoryEdges(edges, atomic),

    executions: {
      record: (execution, increments, confidenceOf) =>
        atomic(() => {
          if (executions.has(execution.id)) return 'duplicate';
          const copy = structuredClone(execution);
          const draft = new EdgeDraft(edges);
          for (const increment of structuredClone(increments)) {
            draft.set(increment, observedEdge(draft.get(increment), increment, confidenceOf));
          }
          draft.commit();
          executions.set(copy.id, copy);
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

    retirement: createMemoryRetirement({ executions, edges, atomic }),

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
