import { AgentCardsError, errorCodes } from '@agentcards/core';

const known: ReadonlySet<string> = new Set(errorCodes);

/** An error of core, of any copy of it: one of another of our packages has codes that reports of servers do not name. */
export function isCoreError(error: unknown): error is AgentCardsError {
  return AgentCardsError.isInstance(error) && known.has(error.code);
}
