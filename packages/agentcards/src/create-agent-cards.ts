import {
  type AgentCards,
  type AgentCardsOptions as CoreOptions,
  createAgentCards as createFromParts,
} from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { openPGliteStore } from '@agentcards/store-pglite';

export interface AgentCardsOptions extends Partial<CoreOptions> {
  /**
   * Directory of the PGlite database, or `memory://`. Not used when `store` is given.
   * @default './.agentcards/data'
   */
  readonly dataDir?: string | undefined;
}

/**
 * `createAgentCards` of `@agentcards/core` with the defaults filled in: a PGlite store in `dataDir` and the engine of
 * `@agentcards/graphrag`.
 * @throws AgentCardsError `STORE_LOCKED` while another process has the directory open, and what core and store throw
 */
export async function createAgentCards(options: AgentCardsOptions = {}): Promise<AgentCards> {
  const { dataDir = './.agentcards/data', ...parts } = options;
  const store = parts.store ?? (await openPGliteStore({ dataDir, dimensions: parts.embedder?.dimensions }));
  return createFromParts({ ...parts, store, createEngine: parts.createEngine ?? createEngine });
}
