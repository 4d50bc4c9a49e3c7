import type { ApiKeyRecord, McpConfigRecord, SecretRecord, UserRecord } from '../contracts/user-store.js';
import { AuthError } from '../errors/auth-error.js';

/** The rows of a user store in memory, by what they are found by. */
export interface MemoryTables {
  readonly users: Map<string, UserRecord>;
  readonly apiKeys: Map<string, ApiKeyRecord>;
  readonly secrets: Map<string, SecretRecord>;
  readonly mcpConfigs: Map<string, McpConfigRecord>;
}

/** Runs in one turn of the event loop: a method is one step, as long as it copies and checks before it writes. */
export async function atomic<Result>(operation: string, work: () => Result): Promise<Result> {
  try {
    return work();
  } catch {
    // What was thrown may quote the value that cannot be stored.
    throw new AuthError('USER_STORE_FAILED', `${operation} failed and has changed nothing.`, {
      hint: 'It was given something that cannot be stored: an invalid date, say, or a function.',
      details: { operation },
    });
  }
}

/** A copy of a row, or of what a row is made of. @throws RangeError for a date that is none */
export function copied<Row>(row: Row): Row {
  const copy = structuredClone(row);
  for (const value of [copy, ...Object.values(copy ?? {})]) {
    if (value instanceof Date && Number.isNaN(value.getTime())) throw new RangeError('Invalid time value');
  }
  return copy;
}

/** One key of several texts, different wherever one of them is. */
export function joined(...texts: readonly string[]): string {
  return JSON.stringify(texts);
}
