import { giveWay } from '@agentcards/core';
import type { PGlite } from '@electric-sql/pglite';

/** Transactions after which a table is looked through: each leaves a few rows behind. */
const transactionsBetween = 4_096;

/**
 * Lets the tables of a schema fill the room of rows that were removed or replaced. PostgreSQL in one process has no
 * autovacuum: its files would grow with all that ever was. With FREEZE the age of a table is how many transactions came
 * since, also those of earlier processes, and what was looked through once is passed over.
 * @param goesOn Asked before each table.
 */
export async function reuseSpace(
  pglite: PGlite,
  schema: string,
  goesOn: () => boolean,
  atLeast = transactionsBetween,
): Promise<void> {
  const { rows } = await pglite.query<{ name: string }>(
    `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind = 'r' AND nspname = $1 AND age(relfrozenxid) >= $2 ORDER BY name`,
    [schema, atLeast],
  );
  // One by one: others have their turn between.
  for (const { name } of rows) {
    await giveWay();
    if (!goesOn()) return;
    await pglite.exec(`VACUUM (FREEZE) ${name}`);
  }
}
