import type { AgentCardsOptions as CoreOptions, Embedder } from '@agentcards/core';

export interface AgentCardsOptions extends Omit<CoreOptions, 'store' | 'createEngine'> {
  /** Where everything is kept. `close()` closes it. @default PGlite in `dataDir` */
  readonly store?: CoreOptions['store'] | undefined;
  /** Makes the engine that answers. @default that of `@agentcards/graphrag` */
  readonly createEngine?: CoreOptions['createEngine'] | undefined;
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
