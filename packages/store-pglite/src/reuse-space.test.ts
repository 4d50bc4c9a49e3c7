import type { ExecutionRecord } from '@agentcards/core';
import type { PGlite } from '@electric-sql/pglite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Connection, startPGlite } from './connection.js';
import { allMigrations } from './migrations/all-migrations.js';
import { applyMigrations } from './migrations/apply-migrations.js';
import { createExecutionStore } from './repositories/executions.js';
import { reuseSpace } from './reuse-space.js';

async function open() {
  const database = await startPGlite('memory://');
  onTestFinished(() => database.close());
  const connection = new Connection(database);
  await connection.migrate((_database, raw) => applyMigrations(raw, allMigrations));
  return { database, connection, executions: createExecutionStore(connection) };
}

const always = () => true;
const rounds = 4;
const ofRound = (round: number) =>
  Array.from(
    { length: 500 },
    (_, index): ExecutionRecord => ({
      id: `${round} ${index}`,
      executedAt: new Date(0),
      intent: `refund the order ${index} of round ${round}`,
      success: true,
      durationMs: 1,
      tasks: [],
    }),
  );

async function bytesOf(database: PGlite): Promise<number> {
  const { rows } = await database.query<{ bytes: number }>(
    "SELECT pg_total_relation_size('workflow_execution')::float8 AS bytes",
  );
  return rows[0]!.bytes;
}

/** How large the table is after each round in which all rows go and as many come. */
async function sizes(clean: (database: PGlite) => Promise<void>): Promise<number[]> {
  const { database, executions } = await open();
  const measured: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const records = ofRound(round);
    await executions.append!(records);
    measured.push(await bytesOf(database));
    await executions.remove!(records.map(({ id }) => id));
    await clean(database);
  }
  return measured;
}

test('the room of what was removed is filled again, which PostgreSQL would not do by itself', async () => {
  const kept = await sizes(async () => {});
  expect(kept.at(-1)!).toBeGreaterThan(2 * kept[0]!);
  const reused = await sizes((database) => reuseSpace(database, 'public', always, 0));
  expect(reused.at(-1)!).toBeLessThan(1.5 * reused[0]!);
});

test('tables are looked through when they are due, of the schema alone', async () => {
  const { database } = await open();
  await database.exec('CREATE SCHEMA other; CREATE TABLE other.rows (id integer)');
  const ageOf = async (table: string) => {
    const { rows } = await database.query<{ age: number }>(
      'SELECT age(relfrozenxid) FROM pg_class WHERE oid = $1::regclass',
      [table],
    );
    return rows[0]!.age;
  };
  await database.exec(
    `DO $$ BEGIN FOR count IN 1..20 LOOP INSERT INTO other.rows VALUES (count); COMMIT; END LOOP; END $$`,
  );
  const old = await ageOf('workflow_execution');
  await reuseSpace(database, 'public', always, old + 1);
  expect(await ageOf('workflow_execution')).toBe(old);
  await reuseSpace(database, 'public', always, old);
  expect(await ageOf('workflow_execution')).toBeLessThan(old);
  expect(await ageOf('other.rows')).toBeGreaterThanOrEqual(20);
});

test('nobody waits for it but who closes', async () => {
  const { database, connection, executions } = await open();
  await database.exec('CREATE TABLE rows (id integer)');
  await database.exec(
    'DO $$ BEGIN FOR count IN 1..4200 LOOP INSERT INTO rows VALUES (count); COMMIT; END LOOP; END $$',
  );
  const exec = database.exec.bind(database);
  const events: string[] = [];
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  vi.spyOn(database, 'exec').mockImplementation(async (statement, options) => {
    if (statement.startsWith('VACUUM')) {
      begin();
      await released;
      events.push('a table');
    }
    return exec(statement, options);
  });
  for (const record of ofRound(0).slice(0, 8)) await executions.append!([record]);
  await begun;
  await executions.append!(ofRound(1).slice(0, 1));
  events.push('a call');
  const closed = connection.close().then(() => events.push('the end'));
  release();
  await closed;
  expect(events[0]).toBe('a call');
  expect(events).toContain('a table');
  expect(events.at(-1)).toBe('the end');
});
