import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AgentCardsError } from '@agentcards/core';
import { createTransformersEmbedder, type TransformersLibrary } from '@agentcards/core/transformers';
import type { TextVectors } from './text-vectors.js';
import { openVectorCache } from './vector-cache.js';

const models = '../shared/models';
const model = 'all-MiniLM-L6-v2';
const dimensions = 384;
/** Ignored by git. */
const cacheFile = `bench/.cache/${model}-q8.vectors`;
const textsPerWrite = 256;

/**
 * Vectors of all-MiniLM-L6-v2, kept on disk: a text takes some milliseconds once. Without the model, or without the
 * peer `@huggingface/transformers`, says why there are none.
 */
export async function openMiniLmVectors(): Promise<TextVectors | { readonly skipped: string }> {
  if (!existsSync(`${models}/${model}`)) return { skipped: `${models}/${model} is absent` };
  let embedder: Awaited<ReturnType<typeof createTransformersEmbedder>>;
  try {
    // One text at a time: in a batch, an int8 model scales each text by what is beside it.
    embedder = await createTransformersEmbedder({
      model,
      localModelPath: models,
      allowRemote: false,
      batchSize: 1,
      library: await installedBeside(),
    });
  } catch (error) {
    if (!AgentCardsError.isInstance(error)) throw error;
    return { skipped: error.message };
  }
  const cache = openVectorCache(cacheFile, dimensions);
  return {
    modelId: embedder.modelId,
    async prepare(texts, kind) {
      const missing = [...new Set(texts)].filter((text) => cache.get(text) === undefined);
      for (let start = 0; start < missing.length; start += textsPerWrite) {
        const some = missing.slice(start, start + textsPerWrite);
        const vectors = await embedder.embed(some, { kind });
        cache.add(
          some,
          vectors.map((vector) => new Float32Array(vector)),
        );
      }
    },
    vectorOf(text) {
      const vector = cache.get(text);
      if (vector === undefined) throw new Error(`Not prepared: ${text.slice(0, 80)}`);
      return vector;
    },
  };
}

/** The peer where the contract tests have installed it, beside the workspace. */
async function installedBeside(): Promise<TransformersLibrary | undefined> {
  const cache = 'node_modules/.cache';
  const folder = existsSync(cache) ? readdirSync(cache).find((name) => name.startsWith('transformers-')) : undefined;
  if (folder === undefined) return undefined;
  const entry = join(cache, folder, 'node_modules/@huggingface/transformers/dist/transformers.node.mjs');
  return existsSync(entry) ? ((await import(pathToFileURL(entry).href)) as TransformersLibrary) : undefined;
}
