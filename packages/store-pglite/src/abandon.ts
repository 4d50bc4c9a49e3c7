import type { PGlite } from '@electric-sql/pglite';

/**
 * Ends PGlite without a word to PostgreSQL, which would write: its files are closed, and its timers, which would keep the
 * process alive, are cleared.
 */
export function abandon(pglite: PGlite): void {
  const { exitCode } = process;
  try {
    const { _emscripten_force_exit: exit } = pglite.Module as unknown as {
      _emscripten_force_exit(code: number): never;
    };
    exit(0);
  } catch {
    // It returns by throwing; and one that has not begun has nothing to end.
  } finally {
    // It is PostgreSQL that ends, with a code of its own.
    process.exitCode = exitCode;
  }
}
