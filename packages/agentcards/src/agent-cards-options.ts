import type { AgentCardsOptions as CoreOptions, Embedder } from '@agentcards/core';

export interface AgentCardsOptions extends Partial<CoreOptions> {
  /**
   * Directory of the PGlite database, or `memory://`. Not used when `store` is given.
   * @default './.agentcards/data'
   */
  readonly dataDir?: string | undefined;
  /**
   * Makes the vectors for search by meaning; `null` leaves search to words. A store that another embedder has filled
   * is the error `EMBEDDER_MISMATCH`.
   * @default that of `@agentcards/embedder-static`: in this process, without a download
   */
  readonly embedder?: Embedder | null | undefined;
}
