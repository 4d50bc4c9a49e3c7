import { createHash } from 'node:crypto';
import { AgentCardsError } from '@agentcards/core';
import type { Transaction } from '@electric-sql/pglite';
import { safeCause } from '../failures.js';
import type { Migration } from './migration.js';

const createHistory = `
CREATE TABLE IF NOT EXISTS agentcards_migration (
  position integer PRIMARY KEY,
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
)`;

/**
 * Compares what the database has applied with the list, then applies the rest of the list. The caller's transaction
 * makes it all or nothing.
 * @throws AgentCardsError `MIGRATION_MISMATCH` | `MIGRATION_FAILED`
 */
export async function applyMigrations(transaction: Transaction, migrations: readonly Migration[]): Promise<void> {
  for (const migration of migrations) assertUnedited(migration);
  await transaction.exec(createHistory);
  const { rows: applied } = await transaction.query<Pick<Migration, 'name' | 'sha256'>>(
    'SELECT name, sha256 FROM agentcards_migration ORDER BY position',
  );
  applied.forEach((past, position) => {
    assertSame(past, migrations[position]);
  });
  for (const [position, migration] of migrations.entries()) {
    if (position >= applied.length) await apply(transaction, position, migration);
  }
}

async function apply(transaction: Transaction, position: number, { name, sql, sha256 }: Migration): Promise<void> {
  try {
    await transaction.exec(sql);
    await transaction.query('INSERT INTO agentcards_migration (position, name, sha256) VALUES ($1, $2, $3)', [
      position,
      name,
      sha256,
    ]);
  } catch (error) {
    throw new AgentCardsError('MIGRATION_FAILED', `Migration ${name} failed; the store is as it was before.`, {
      cause: safeCause(error),
      details: { migration: name },
    });
  }
}

function assertUnedited({ name, sql, sha256 }: Migration): void {
  const actual = createHash('sha256').update(sql).digest('hex');
  if (actual === sha256) return;
  throw mismatch(`Migration ${name} of this version was edited after its release: its SHA-256 is ${actual} now.`, name);
}

function assertSame(past: Pick<Migration, 'name' | 'sha256'>, known: Migration | undefined): void {
  if (known === undefined) {
    throw mismatch(
      `The store was written by a newer version: this one does not know migration ${past.name}.`,
      past.name,
    );
  }
  if (known.name !== past.name) {
    throw mismatch(`The store has applied migration ${past.name} where this version has ${known.name}.`, past.name);
  }
  if (known.sha256 !== past.sha256) {
    throw mismatch(`Migration ${past.name} is not the one that the store has applied.`, past.name);
  }
}

function mismatch(message: string, migration: string): AgentCardsError {
  return new AgentCardsError('MIGRATION_MISMATCH', message, {
    hint: 'Use the version that wrote the store, or a newer one; nothing was changed.',
    details: { migration },
  });
}
