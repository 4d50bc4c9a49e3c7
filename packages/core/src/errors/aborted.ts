import { AgentCardsError } from './agent-cards-error.js';

export function abortedError(signal: AbortSignal): AgentCardsError {
  return new AgentCardsError('ABORTED', 'The call was aborted.', { cause: signal.reason });
}

/** @throws AgentCardsError `ABORTED`, with the signal's reason as its cause */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedError(signal);
}
