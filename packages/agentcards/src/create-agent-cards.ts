import { type AgentCards, createAgentCards as createFromParts, type Embedder } from '@agentcards/core';
import { createStaticEmbedder } from '@agentcards/embedder-static';
import { createEngine as createOwnEngine } from '@agentcards/graphrag';
import { openPGliteStore } from '@agentcards/store-pglite';
import type { AgentCardsOptions } from './agent-cards-options.js';
import { assertOptions } from './assert-options.js';

/**
 * `createAgentCards` of `@agentcards/core` with the defaults filled in: a PGlite store in `dataDir`, the engine of
 * `@agentcards/graphrag` and the embedder of `@agentcards/embedder-static`, which is loaded only if it is used.
 * @throws AgentCardsError `INVALID_INPUT`, `STORE_LOCKED` while another process has the directory open, `EMBEDDER_MISMATCH`, and what
 *   core and store throw; StaticEmbedderError `EMBEDDER_MODEL_UNAVAILABLE` | `EMBEDDER_MODEL_INVALID` for the default
 *   embedder. The store is closed then.
 */
export async function createAgentCards(options: AgentCardsOptions = {}): Promise<AgentCards> {
  const own = await ownEmbedder(options);
  const {
    dataDir = './.agentcards/data',
    embedder = own,
    store: given,
    createEngine = createOwnEngine,
    ...parts
  } = options;
  // What is undefined is not given; `null` is given, and core refuses it.
  const store = given === undefined ? await openPGliteStore({ dataDir, dimensions: embedder?.dimensions }) : given;
  return createFromParts({ ...parts, store, embedder, createEngine });
}

/** Undefined where the user gives one. */
async function ownEmbedder(options: AgentCardsOptions): Promise<Embedder | undefined> {
  try {
    assertOptions(options);
    return options.embedder === undefined ? await createStaticEmbedder() : undefined;
  } catch (error) {
    await options?.store?.close?.().catch(() => {});
    throw error;
  }
}
