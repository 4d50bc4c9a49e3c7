import { AgentCardsError, onAbort } from '@agentcards/core';

export interface Deadline {
  /** The caller's signal. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  /** What could not be done in time, as in `Server "x" did not start`. */
  readonly what: string;
  /** Milliseconds after the abort for the work to end by itself, with an error that says more. @default its own turn */
  readonly grace?: number | undefined;
}

/**
 * Runs the work with a signal that aborts when the caller's does (reason `ABORTED`) or when the time is over (reason
 * `SERVER_TIMEOUT`). Work that ignores its signal is not waited for.
 */
export async function withDeadline<Result>(
  { signal, timeout, what, grace = 0 }: Deadline,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const giveUp = () =>
    controller.abort(new AgentCardsError('ABORTED', `${what}: the caller gave up.`, { cause: signal?.reason }));
  const unfollow = signal && onAbort(signal, giveUp);
  const timer = setTimeout(
    () =>
      controller.abort(
        new AgentCardsError('SERVER_TIMEOUT', `${what} within ${timeout} ms.`, {
          hint: 'Give it more time, or see what it is waiting for by running its command by hand.',
        }),
      ),
    timeout,
  );
  let graceTimer: NodeJS.Timeout | undefined;
  const givenUp = new Promise<never>((_, reject) => {
    const waitNoLonger = () => {
      graceTimer = setTimeout(() => reject(controller.signal.reason), grace);
    };
    controller.signal.addEventListener('abort', waitNoLonger, { once: true });
  });
  try {
    controller.signal.throwIfAborted();
    return await Promise.race([work(controller.signal), givenUp]);
  } catch (error) {
    // A client library may answer our signal with an error of its own.
    if (controller.signal.aborted && !AgentCardsError.isInstance(error)) throw controller.signal.reason;
    throw error;
  } finally {
    clearTimeout(timer);
    clearTimeout(graceTimer);
    unfollow?.();
  }
}
