import {
  AgentCardsError,
  type ConfidenceOf,
  type DependencyIncrement,
  type DependencyRecord,
  type EmbeddingRecord,
  type ErrorRecord,
  type ExecutionRecord,
  type JsonValue,
  type Store,
  type ToolRecord,
} from '@agentcards/core';

/**
 * An adapter as it was written for the first release: without any method, port or member of a request that came later, and
 * without what it might leave out. It is not to be changed: it stands for the adapters of others.
 */
export function createOlderStore(): Store {
  const state = {
    tools: new Map<string, ToolRecord>(),
    vectors: new Map<string, EmbeddingRecord>(),
    staged: new Map<string, EmbeddingRecord>(),
    edges: new Map<string, DependencyRecord>(),
    executions: new Map<string, ExecutionRecord>(),
    config: new Map<string, JsonValue>(),
    errors: [] as ErrorRecord[],
    dimensions: undefined as number | undefined,
  };
  let closed = false;

  async function call<Result>(work: (draft: typeof state) => Result): Promise<Result> {
    if (closed) throw new AgentCardsError('CLOSED', 'The store is closed.');
    const draft = { ...state };
    for (const [name, rows] of Object.entries(state)) {
      Object.assign(draft, { [name]: rows instanceof Map ? new Map<string, unknown>(rows) : rows });
    }
    const result = structuredClone(work(draft));
    Object.assign(state, structuredClone(draft));
    return result;
  }

  return {
    specificationVersion: 1,
    tools: {
      apply: ({ upsert, remove, at }) =>
        call(({ tools }) => {
          for (const tool of upsert) {
            tools.set(tool.toolId, { ...tool, firstSeen: (tools.get(tool.toolId) ?? tool).firstSeen });
          }
          for (const tool of remove.flatMap((id) => tools.get(id) ?? [])) {
            tools.set(tool.toolId, { ...tool, status: 'removed', updatedAt: at });
          }
        }),
      read: ({ after, limit }) => call(({ tools }) => pageOf(tools, after, limit)),
    },
    embeddings: {
      put: (records) =>
        call((draft) => {
          for (const record of records) {
            draft.dimensions ??= record.embedding.length;
            assertLength(record, draft.dimensions);
            draft.vectors.set(record.toolId, record);
          }
        }),
      read: ({ after, limit }) => call(({ vectors }) => pageOf(vectors, after, limit)),
      find: ({ modelId, contentHashes }) =>
        call(({ vectors, staged }) => {
          const ofModel = [...vectors.values(), ...staged.values()].filter((record) => record.modelId === modelId);
          const byContent = new Map(ofModel.map((record) => [record.contentHash, record]));
          return [...new Set(contentHashes)].flatMap((hash) => byContent.get(hash) ?? []);
        }),
      stage: (records) =>
        call(({ staged }) => {
          for (const record of records) {
            const [first = record] = staged.values();
            assertLength(record, first.embedding.length);
            staged.set(record.toolId, record);
          }
        }),
      readStaged: ({ after, limit }) => call(({ staged }) => pageOf(staged, after, limit)),
      promote: ({ modelId, dimensions }) =>
        call((draft) => {
          const promoted = [...draft.staged].filter(([, record]) => record.modelId === modelId);
          for (const [, record] of promoted) assertLength(record, dimensions);
          draft.vectors = new Map(promoted);
          draft.staged = new Map();
          draft.dimensions = dimensions;
        }),
      discardStaged: () => call(({ staged }) => staged.clear()),
    },
    edges: {
      declare: (declared, confidenceOf) =>
        call(({ edges }) => {
          for (const edge of declared) {
            const known = edges.get(keyOf(edge));
            const source = known && strength[known.source] > strength[edge.source] ? known.source : edge.source;
            put(edges, { ...zero, ...known, ...edge, source }, confidenceOf);
          }
        }),
      withdraw: (pairs, confidenceOf) =>
        call(({ edges }) => {
          let withdrawn = 0;
          for (const edge of pairs.flatMap((pair) => edges.get(keyOf(pair)) ?? [])) {
            if (edge.source === 'learned') continue;
            withdrawn += 1;
            if (edge.observedCount > 0) put(edges, { ...edge, source: 'learned' }, confidenceOf);
            else edges.delete(keyOf(edge));
          }
          return withdrawn;
        }),
      replaceObserved: (increments, confidenceOf) =>
        call(({ edges }) => {
          for (const [key, edge] of edges) {
            if (edge.source === 'learned') edges.delete(key);
            else put(edges, { ...edge, ...zero, lastObserved: undefined }, confidenceOf);
          }
          for (const increment of increments) add(edges, increment, confidenceOf);
        }),
      read: ({ after, limit }) => call(({ edges }) => pageOf(edges, after && keyOf(after), limit)),
    },
    executions: {
      record: (execution, increments, confidenceOf) =>
        call(({ executions, edges }) => {
          if (executions.has(execution.id)) return 'duplicate';
          executions.set(execution.id, execution);
          for (const increment of increments) add(edges, increment, confidenceOf);
          return 'recorded';
        }),
      read: ({ after, limit }) => call(({ executions }) => pageOf(executions, after, limit)),
    },
    config: {
      get: (key) => call(({ config }) => config.get(key)),
      set: (key, value) => call(({ config }) => void config.set(key, value)),
      setIfAbsent: (key, value) =>
        call(({ config }) => {
          if (!config.has(key)) config.set(key, value);
          return config.get(key)!;
        }),
      list: (prefix) =>
        call(({ config }) =>
          [...config.keys()]
            .filter((key) => key.startsWith(prefix))
            .sort()
            .map((key) => ({ key, value: config.get(key)! })),
        ),
    },
    errors: {
      append: (error) =>
        call((draft) => {
          draft.errors = [...draft.errors, error];
        }),
      recent: (limit) => call(({ errors }) => errors.slice(-limit).reverse()),
      count: () => call(({ errors }) => errors.length),
    },
    migrate: () => call(() => undefined),
    close: async () => {
      closed = true;
    },
  };
}

const zero = {
  observedCount: 0,
  successCount: 0,
  failureCount: 0,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
};
const strength = { learned: 0, schema: 1, hint: 2, user: 3 } as const;
type Edges = Map<string, DependencyRecord>;

function put(edges: Edges, edge: Omit<DependencyRecord, 'confidence'>, confidenceOf: ConfidenceOf): void {
  edges.set(keyOf(edge), { ...edge, confidence: confidenceOf(edge) });
}

function add(edges: Edges, { observedAt, ...increment }: DependencyIncrement, confidenceOf: ConfidenceOf): void {
  const before = edges.get(keyOf(increment));
  const sum = { ...zero };
  for (const name of Object.keys(zero) as (keyof typeof zero)[]) sum[name] = increment[name] + (before?.[name] ?? 0);
  const lastObserved = before?.lastObserved && before.lastObserved > observedAt ? before.lastObserved : observedAt;
  put(edges, { ...increment, ...sum, lastObserved, source: before?.source ?? 'learned' }, confidenceOf);
}

function keyOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from}\n${to}`;
}

function assertLength({ embedding }: EmbeddingRecord, expected: number): void {
  if (embedding.length === expected) return;
  throw new AgentCardsError('VECTOR_DIMENSION_MISMATCH', `Vectors here have ${expected} numbers.`);
}

function pageOf<Row>(rows: ReadonlyMap<string, Row>, after: string | undefined, limit: number): Row[] {
  const keys = [...rows.keys()].sort().filter((key) => after === undefined || key > after);
  return keys.slice(0, limit).map((key) => rows.get(key)!);
}
