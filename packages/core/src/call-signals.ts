import { onAbort } from './on-abort.js';

/**
 * Gives each call a signal of its own, and ends them all together. One signal for all calls would collect a listener of
 * each, or where they derive theirs from it, what Node never takes off it again.
 */
export class CallSignals {
  readonly #open = new Set<AbortController>();
  readonly #end = new AbortController();

  /** Aborts once `endAll` was called. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /** Runs a call with a signal that aborts with the caller's, or when all end. */
  async run<Result>(signal: AbortSignal | undefined, call: (own: AbortSignal) => Promise<Result>): Promise<Result> {
    const controller = new AbortController();
    if (this.ended.aborted) controller.abort(this.ended.reason);
    this.#open.add(controller);
    const unfollow = signal && onAbort(signal, () => controller.abort(signal.reason));
    try {
      return await call(controller.signal);
    } finally {
      unfollow?.();
      this.#open.delete(controller);
    }
  }

  endAll(reason: unknown): void {
    this.#end.abort(reason);
    for (const controller of this.#open) controller.abort(reason);
  }
}
