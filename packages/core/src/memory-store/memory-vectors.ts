import type { EmbeddingRecord, EmbeddingStore } from '../contracts/store.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { Rows } from './rows.js';

/** Vectors that are kept of a tool beside the one in use: texts go back and forth between few versions. */
const formerVectors = 8;

interface MemoryVectors {
  readonly store: EmbeddingStore;
  /** Deletes the vectors of tools whose rows go; inside of a write. */
  deleteTools(toolIds: readonly string[]): void;
}

/** The vectors of the memory store. It has no index, so it leaves `nearest` to the engine. */
export function createMemoryVectors(atomic: <Result>(work: () => Result) => Promise<Result>): MemoryVectors {
  const inUse = new Rows<EmbeddingRecord>();
  const staged = new Rows<EmbeddingRecord>();
  /** By tool: vectors of other texts that it had, the latest last. */
  const former = new Map<string, readonly EmbeddingRecord[]>();
  /** Fixed by the first vector, or by `promote`. */
  let dimensions: number | undefined;

  function write(vectors: Map<string, EmbeddingRecord>, records: readonly EmbeddingRecord[], length: number): void {
    for (const { embedding } of records) {
      if (embedding.length !== length) throw dimensionMismatch(length, embedding.length);
    }
    for (const record of structuredClone(records)) vectors.set(record.toolId, record);
  }

  function keepFormer(record: EmbeddingRecord): void {
    if (inUse.get(record.toolId)?.contentHash === record.contentHash) return;
    const others = (former.get(record.toolId) ?? []).filter(({ contentHash }) => contentHash !== record.contentHash);
    former.set(record.toolId, [...others, record].slice(-formerVectors));
  }

  const store: EmbeddingStore = {
    put: (records) =>
      atomic(() => {
        const length = dimensions ?? records[0]?.embedding.length;
        if (length === undefined) return;
        const before = records.map(({ toolId }) => inUse.get(toolId));
        write(inUse, records, length);
        for (const record of before) if (record !== undefined) keepFormer(record);
        dimensions = length;
      }),
    read: (page) => atomic(() => inUse.page(page)),
    find: ({ modelId, contentHashes }) =>
      atomic(() => {
        const wanted = new Set(contentHashes);
        const found = new Map<string, EmbeddingRecord>();
        for (const record of [...Array.from(former.values()).flat(), ...inUse.values(), ...staged.values()]) {
          if (record.modelId === modelId && wanted.has(record.contentHash)) found.set(record.contentHash, record);
        }
        return structuredClone([...found.values()]);
      }),

    stage: (records) =>
      atomic(() => {
        const [first = records[0]] = staged.values();
        if (first) write(staged, records, first.embedding.length);
      }),
    readStaged: (page) => atomic(() => staged.page(page)),
    promote: (model) =>
      atomic(() => {
        const promoted = [...staged.values()].filter(({ modelId }) => modelId === model.modelId);
        const odd = promoted.find(({ embedding }) => embedding.length !== model.dimensions);
        if (odd) throw dimensionMismatch(model.dimensions, odd.embedding.length);
        inUse.clear();
        former.clear();
        staged.clear();
        for (const record of promoted) inUse.set(record.toolId, record);
        dimensions = model.dimensions;
      }),
    discardStaged: () => atomic(() => staged.clear()),
  };

  return {
    store,
    deleteTools(toolIds) {
      for (const toolId of toolIds) for (const vectors of [inUse, staged, former]) vectors.delete(toolId);
    },
  };
}

function dimensionMismatch(expected: number, given: number): AgentCardsError {
  return new AgentCardsError(
    'VECTOR_DIMENSION_MISMATCH',
    `The store holds vectors of ${expected} numbers; got one of ${given}.`,
  );
}
