import { AgentCardsError } from '@agentcards/core';

export interface Deadline {
  /** The caller's signal. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  /** What could not be done in time, as in `Server "x" did not start`. */
  readonly what: string;
}

/**
 * Runs the work with a signal that aborts when the caller's does (reason `ABORTED`) or when the time is over (reason
 * `SERVER_TIMEOUT`). Both listeners end with the work, so that a signal that lives long collects none.
 */
export async function withDeadline<Result>(
  { signal, timeout, what }: Deadline,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const onAbort = () =>
    controller.abort(new AgentCardsError('ABORTED', `${what}: the caller gave up.`, { cause: signal?.reason }));
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(
    () =>
      controller.abort(
        new AgentCardsError('SERVER_TIMEOUT', `${what} within ${timeout} ms.`, {
          hint: 'Give it more time, or see what it is waiting for by running its command by hand.',
        }),
      ),
    timeout,
  );
  try {
    controller.signal.throwIfAborted();
    return await work(controller.signal);
  } catch (error) {
    // A client library may answer our signal with an error of its own.
    if (controller.signal.aborted && !AgentCardsError.isInstance(error)) throw controller.signal.reason;
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
