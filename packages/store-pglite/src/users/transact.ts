import { AuthError } from '@agentcards/auth';
import { AgentCardsError } from '@agentcards/core';
import type { Connection, Database } from '../connection.js';

/**
 * Runs the work in a transaction, which is rolled back when the work throws.
 * @param operation For the error's message, such as `users.signIn`.
 * @throws AuthError `USER_STORE_FAILED`; `CLOSED` after the store was closed
 */
export type Transact = <Result>(operation: string, work: (database: Database) => Promise<Result>) => Promise<Result>;

export function userTransactions(connection: Connection): Transact {
  return (operation, work) =>
    connection.transaction(operation, work).catch((error: unknown) => {
      throw userStoreFailed(operation, error);
    });
}

function userStoreFailed(operation: string, error: unknown): AuthError {
  const details = { operation };
  if (!AgentCardsError.isInstance(error))
    return new AuthError('USER_STORE_FAILED', `${operation} failed.`, { details });
  const { code, message, hint, cause } = error;
  if (code === 'CLOSED') return new AuthError('CLOSED', message, { hint, details });
  // The cause of any other code is JavaScript's own error, which may name what is in a value.
  return new AuthError('USER_STORE_FAILED', message, {
    hint,
    cause: code === 'STORE_OPERATION_FAILED' ? cause : undefined,
    details,
  });
}
