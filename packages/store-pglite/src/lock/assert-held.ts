import { AgentCardsError } from '@agentcards/core';

/** @throws AgentCardsError `STORE_OPERATION_FAILED` where this process may no longer write into the directory */
export function assertHeld(isDirectoryHeld: () => boolean): void {
  if (isDirectoryHeld()) return;
  throw new AgentCardsError(
    'STORE_OPERATION_FAILED',
    'The directory of the store, or the lock in it, was removed or moved; nothing is written any more.',
    { hint: 'Close the store, put the directory or a backup of it in its place, and open it again.' },
  );
}
