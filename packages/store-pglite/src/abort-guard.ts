import { AgentCardsError } from '@agentcards/core';
import type { PGlite } from '@electric-sql/pglite';

/** What PGlite calls of PostgreSQL: one step of its loop, what ends a step, and what ends PostgreSQL. */
const step = '_PostgresMainLoopOnce';
const afterwards = [
  'stackRestore',
  '_PostgresSendReadyForQueryIfNecessary',
  '_pgl_pq_flush',
  '_pgl_run_atexit_funcs',
] as const;

type Calls = Record<typeof step | (typeof afterwards)[number], (...values: number[]) => unknown>;

/**
 * PostgreSQL ends its process where it cannot go on, such as when the disk is too full for its log. In one process with
 * us it cannot; PGlite goes over that, takes the statement for done, were it COMMIT, and its next one waits for a lock
 * of the dead for ever. With this every call from then on fails at once.
 */
export function guardAgainstAborts(pglite: PGlite): void {
  const calls = pglite.Module as unknown as Calls;
  let ended: AgentCardsError | undefined;
  const run = calls[step];
  calls[step] = () => {
    if (ended) throw ended;
    try {
      return run();
    } catch (error) {
      // Not an error of a statement: that is a jump of PostgreSQL's own, which PGlite handles.
      if (error instanceof Error && error.name === 'RuntimeError') ended = stopped(error);
      throw error;
    }
  };
  for (const name of afterwards) {
    const call = calls[name];
    calls[name] = (...values) => {
      if (ended) throw ended;
      return call(...values);
    };
  }
}

function stopped(cause: Error): AgentCardsError {
  return new AgentCardsError(
    'STORE_OPERATION_FAILED',
    'The database has stopped. What was acknowledged is stored; what was under way may be, and shows after opening again.',
    { hint: 'Close the store, see to it that the disk has free space, and open it again.', cause },
  );
}
