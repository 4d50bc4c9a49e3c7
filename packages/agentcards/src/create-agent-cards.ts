import { type AgentCards, createAgentCards as createFromParts, type Embedder } from '@agentcards/core';
import { createStaticEmbedder } from '@agentcards/embedder-static';
import { createEngine } from '@agentcards/graphrag';
import { openPGliteStore } from '@agentcards/store-pglite';
import type { AgentCardsOptions } from './agent-cards-options.js';
import { assertOptionNames } from './assert-options.js';

/**
 * `createAgentCards` of `@agentcards/core` with the defaults filled in: a PGlite store in `dataDir`, the engine of
 * `@agentcards/graphrag` and the embedder of `@agentcards/embedder-static`, which is loaded only if it is used.
 * @throws AgentCardsError `INVALID_INPUT`, `STORE_LOCKED` while another process has the directory open, `EMBEDDER_MISMATCH`, and what
 *   core and store throw; StaticEmbedderError `EMBEDDER_MODEL_UNAVAILABLE` | `EMBEDDER_MODEL_INVALID` for the default
 *   embedder. The store is closed then.
 */
export async function createAgentCards(options: AgentCardsOptions = {}): Promise<AgentCards> {
  const embedder = await readEmbedder(options);
  const { dataDir = './.agentcards/data', ...parts } = options;
  const store = parts.store ?? (await openPGliteStore({ dataDir, dimensions: embedder?.dimensions }));
  return createFromParts({ ...parts, store, embedder, createEngine: parts.createEngine ?? createEngine });
}

async function readEmbedder(options: AgentCardsOptions): Promise<Embedder | null> {
  try {
    assertOptionNames(options);
    return options.embedder === undefined ? await createStaticEmbedder() : options.embedder;
  } catch (error) {
    await options?.store?.close?.().catch(() => {});
    throw error;
  }
}
