import type { EmbeddingRecord, Store } from '../contracts/store.js';
import type { ToolId } from '../contracts/tool.js';
import type { SemanticIndex } from '../embedding/semantic-index.js';
import { isOfPresentText } from '../embedding/tool-text.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { readAll } from '../pages.js';
import type { ToolIndex } from '../tools/tool-index.js';
import type { Tally } from './tally.js';

interface VectorContext {
  readonly store: Store;
  readonly tools: Pick<ToolIndex, 'get'>;
  readonly vectors: Pick<SemanticIndex, 'model' | 'adopt'>;
}

/**
 * Takes vectors of the store's model alone, made from what a present tool says now. The model is the embedder's; without
 * one that of the vectors in the store; in a store without any, that of the first to come.
 */
export function createVectorMerger({ store, tools, vectors }: VectorContext) {
  /** Hashes of the texts whose vectors the store has, by tool. */
  let stored: Map<ToolId, string> | undefined;
  let model: { readonly modelId: string; readonly dimensions: number } | undefined;

  async function read(): Promise<Map<ToolId, string>> {
    const found = new Map<ToolId, string>();
    const pages = readAll<EmbeddingRecord, ToolId>(
      (page) => store.embeddings.read(page),
      ({ toolId }) => toolId,
    );
    for await (const page of pages) {
      model ??= modelOf(page[0]!);
      for (const { toolId, contentHash } of page) found.set(toolId, contentHash);
    }
    return found;
  }

  return async (records: readonly EmbeddingRecord[]): Promise<Tally> => {
    stored ??= await read();
    model = vectors.model ?? model ?? modelOf(records[0]!);
    const { modelId, dimensions } = model;
    const usable = records.filter(
      (record) =>
        isOfPresentText(tools.get(record.toolId), record) &&
        record.modelId === modelId &&
        record.embedding.length === dimensions,
    );
    const missing = usable.filter(({ toolId, contentHash }) => stored!.get(toolId) !== contentHash);
    const skipped = records.length - usable.length;
    try {
      if (missing.length > 0) await store.embeddings.put(missing);
    } catch (error) {
      // A store without vectors may still be one for vectors of some length.
      if (!AgentCardsError.isInstance(error) || error.code !== 'VECTOR_DIMENSION_MISMATCH') throw error;
      return { known: usable.length - missing.length, skipped: skipped + missing.length };
    }
    for (const { toolId, contentHash } of missing) stored.set(toolId, contentHash);
    vectors.adopt(missing);
    return { imported: missing.length, known: usable.length - missing.length, skipped };
  };
}

function modelOf({ modelId, embedding }: EmbeddingRecord) {
  return { modelId, dimensions: embedding.length };
}
