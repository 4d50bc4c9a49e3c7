import { AgentCardsError } from '@agentcards/core';
import { DrizzleQueryError } from 'drizzle-orm/errors';

/** What PostgreSQL and the system call it. */
const diskFull: readonly unknown[] = ['53100', 'ENOSPC'];
const reopen = 'If it persists, close the store and open it again.';

/**
 * Wraps what an operation failed with. Errors of AgentCards pass as they are.
 * @param operation For the message, such as `tools.apply`.
 * @param hint What to do where it is no full disk.
 */
export function operationFailed(operation: string, error: unknown, hint = reopen): Error {
  if (AgentCardsError.isInstance(error)) return error;
  const cause = safeCause(error);
  const isFull = 'code' in cause && diskFull.includes(cause.code);
  return new AgentCardsError(
    'STORE_OPERATION_FAILED',
    `${operation} failed and has changed nothing: ${isFull ? `the disk is full (${cause.message})` : cause.message}`,
    {
      hint: isFull ? 'Free space, then call it again.' : hint,
      cause,
      details: { operation },
    },
  );
}

/**
 * The error without what the caller's data could be read from: Drizzle's message lists every parameter, PGlite's error
 * carries query and parameters, and PostgreSQL's messages and details quote values. What stays is which rule of the
 * database was hit, and where.
 */
export function safeCause(error: unknown): Error {
  const source = error instanceof DrizzleQueryError ? error.cause : error;
  if (!isDatabaseError(source)) return source instanceof Error ? source : new Error(describe(source));
  const { code, constraint, table, column, routine } = source;
  const named = Object.entries({ constraint, table, column, routine }).filter(([, name]) => name !== undefined);
  const safe = new Error(['SQLSTATE', code, ...named.flat()].join(' '));
  const frames = source.stack?.replace(source.message, '').split('\n').slice(1) ?? [];
  safe.stack = [`Error: ${safe.message}`, ...frames].join('\n');
  return Object.assign(safe, { code });
}

/** What the file system of PGlite throws is no Error: it has a name, and a number of the system's. */
function describe(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const { name, message, code, errno } = thrown as Readonly<Record<string, unknown>>;
  const said = [name, message, code, errno].filter((part) => part !== undefined && part !== '');
  return said.length > 0 ? said.join(' ') : String(thrown);
}

interface DatabaseError extends Error {
  readonly code: string;
  readonly severity: string;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  readonly routine?: string | undefined;
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && 'severity' in error && 'code' in error;
}
