import {
  AgentCardsError,
  type DependencyRecord,
  type EmbeddingRecord,
  type ErrorRecord,
  type ExecutionRecord,
  type JsonValue,
  type Store,
  type ToolRecord,
} from '@agentcards/core';
import { add, keyOf, put, strength, zero } from './edges.js';
import { createStateFile } from './state-file.js';

/** A store in one file, which each write replaces as a whole: right for a few hundred tools. */
export function createFileStore(path: string): Store {
  const { load, read, write, close } = createStateFile(path, {
    tools: new Map<string, ToolRecord>(),
    embeddings: new Map<string, EmbeddingRecord>(),
    staged: new Map<string, EmbeddingRecord>(),
    edges: new Map<string, DependencyRecord>(),
    executions: new Map<string, ExecutionRecord>(),
    config: new Map<string, JsonValue>(),
    errors: [] as ErrorRecord[],
  });

  return {
    specificationVersion: 1,
    tools: {
      apply: (change) =>
        write(change, ({ tools }, { upsert, remove, at }) => {
          for (const tool of upsert) {
            const { firstSeen } = tools.get(tool.toolId) ?? tool;
            tools.set(tool.toolId, { ...tool, firstSeen });
          }
          for (const tool of remove.flatMap((id) => tools.get(id) ?? [])) {
            tools.set(tool.toolId, { ...tool, status: 'removed', updatedAt: at });
          }
        }),
      read: ({ after, limit }) => read(({ tools }) => pageOf(tools, after, limit)),
    },
    embeddings: {
      put: (records) => write(records, ({ embeddings }, own) => putVectors(embeddings, own)),
      read: ({ after, limit }) => read(({ embeddings }) => pageOf(embeddings, after, limit)),
      find: ({ modelId, contentHashes }) =>
        read(({ embeddings, staged }) => {
          const all = [...embeddings.values(), ...staged.values()];
          const ofModel = all.filter((record) => record.modelId === modelId);
          const byContent = new Map(ofModel.map((record) => [record.contentHash, record]));
          return [...new Set(contentHashes)].flatMap((hash) => byContent.get(hash) ?? []);
        }),
      stage: (records) => write(records, ({ staged }, own) => putVectors(staged, own)),
      readStaged: ({ after, limit }) => read(({ staged }) => pageOf(staged, after, limit)),
      promote: (model) =>
        write(model, (state, { modelId, dimensions }) => {
          const promoted = [...state.staged].filter(([, record]) => record.modelId === modelId);
          for (const [, { embedding }] of promoted) assertLength(embedding, dimensions);
          state.embeddings = new Map(promoted);
          state.staged.clear();
        }),
      discardStaged: () => write(undefined, ({ staged }) => staged.clear()),
    },
    edges: {
      declare: (declared, confidenceOf) =>
        write(declared, ({ edges }, own) => {
          for (const edge of own) {
            const known = edges.get(keyOf(edge));
            const source = known && strength[known.source] > strength[edge.source] ? known.source : edge.source;
            put(edges, { ...zero, ...known, ...edge, source }, confidenceOf);
          }
        }),
      withdraw: (pairs, confidenceOf) =>
        write(pairs, ({ edges }, own) => {
          let withdrawn = 0;
          for (const edge of own.flatMap((pair) => edges.get(keyOf(pair)) ?? [])) {
            if (edge.source === 'learned') continue;
            withdrawn += 1;
            if (edge.observedCount > 0) put(edges, { ...edge, source: 'learned' }, confidenceOf);
            else edges.delete(keyOf(edge));
          }
          return withdrawn;
        }),
      replaceObserved: (increments, confidenceOf) =>
        write(increments, ({ edges }, own) => {
          for (const [key, edge] of edges) {
            if (edge.source === 'learned') edges.delete(key);
            else put(edges, { ...edge, ...zero, lastObserved: undefined }, confidenceOf);
          }
          for (const increment of own) add(edges, increment, confidenceOf);
        }),
      read: ({ after, limit }) => read(({ edges }) => pageOf(edges, after && keyOf(after), limit)),
    },
    executions: {
      record: (execution, increments, confidenceOf) =>
        write({ execution, increments }, ({ executions, edges }, own) => {
          if (executions.has(own.execution.id)) return 'duplicate';
          executions.set(own.execution.id, own.execution);
          for (const increment of own.increments) add(edges, increment, confidenceOf);
          return 'recorded';
        }),
      read: ({ after, limit }) => read(({ executions }) => pageOf(executions, after, limit)),
      remove: (ids) => write(ids, ({ executions }, own) => own.filter((id) => executions.delete(id)).length),
    },
    // No `suggestions`: what was proposed is then kept in memory, and known to `record` until the process ends.
    config: {
      get: (key) => read(({ config }) => config.get(key)),
      set: (key, value) => write(value, ({ config }, own) => void config.set(key, own)),
      setIfAbsent: (key, value) =>
        write(value, ({ config }, own) => {
          if (!config.has(key)) config.set(key, own);
          return config.get(key)!;
        }),
      list: (prefix) =>
        read(({ config }) => {
          const keys = sortedKeys(config).filter((key) => key.startsWith(prefix));
          return keys.map((key) => ({ key, value: config.get(key)! }));
        }),
    },
    errors: {
      append: (error) => write(error, ({ errors }, own) => void errors.push(own)),
      recent: (limit) => read(({ errors }) => errors.slice(-limit).reverse()),
      count: () => read(({ errors }) => errors.length),
    },
    migrate: load,
    close,
  };
}

/** All vectors of a map have one length: that of the first. */
function putVectors(vectors: Map<string, EmbeddingRecord>, records: readonly EmbeddingRecord[]): void {
  for (const record of records) {
    const [{ embedding } = record] = vectors.values();
    assertLength(record.embedding, embedding.length);
    vectors.set(record.toolId, record);
  }
}

function assertLength(vector: Float32Array, expected: number): void {
  if (vector.length === expected) return;
  throw new AgentCardsError('VECTOR_DIMENSION_MISMATCH', `Vectors here have ${expected} numbers.`);
}

function sortedKeys(rows: ReadonlyMap<string, unknown>): string[] {
  return [...rows.keys()].sort(byCodePoint);
}

/** JavaScript compares UTF-16 code units; UTF-8 bytes sort by code point. */
function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function pageOf<Row>(rows: ReadonlyMap<string, Row>, after: string | undefined, limit: number): Row[] {
  const keys = sortedKeys(rows).filter((key) => after === undefined || byCodePoint(key, after) > 0);
  return keys.slice(0, limit).map((key) => rows.get(key)!);
}
