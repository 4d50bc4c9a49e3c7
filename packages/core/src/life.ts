import { CallSignals } from './call-signals.js';
import { AgentCardsError } from './errors/agent-cards-error.js';

/**
 * Open until `close`: calls begin only while open, and closing waits for those that began. `close` runs `release`
 * once, however often and concurrently it is called.
 */
export class Life {
  readonly #calls = new Set<Promise<unknown>>();
  readonly #waits = new CallSignals();
  #closing: Promise<void> | undefined;

  /** @throws AgentCardsError `CLOSED` */
  assertOpen(): void {
    if (this.#closing === undefined) return;
    throw new AgentCardsError('CLOSED', 'This AgentCards instance is closed.', {
      hint: 'Create another with createAgentCards; what was recorded is in the store.',
    });
  }

  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    this.assertOpen();
    const result = work();
    this.#calls.add(result);
    try {
      return await result;
    } finally {
      this.#calls.delete(result);
    }
  }

  /**
   * Work that waits for others, with a signal that aborts with the caller's, and on `close`, which does not wait for it.
   * @throws AgentCardsError `CLOSED`
   */
  async untilClosed<Result>(
    signal: AbortSignal | undefined,
    work: (own: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    this.assertOpen();
    try {
      return await this.#waits.run(signal, work);
    } catch (error) {
      if (!signal?.aborted) this.assertOpen();
      throw error;
    }
  }

  close(stop: () => Promise<void>, release: () => Promise<void>): Promise<void> {
    this.#closing ??= (async () => {
      try {
        await stop();
      } finally {
        await Promise.allSettled(this.#calls);
        await release();
      }
    })();
    this.#waits.endAll('closed');
    return this.#closing;
  }
}
