import { AgentCardsError } from '@agentcards/core';

/** @throws AgentCardsError `ABORTED`, with the signal's reason as its cause */
export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AgentCardsError('ABORTED', 'The call was aborted.', { cause: signal.reason });
}
