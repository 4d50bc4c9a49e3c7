import { getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '../connection.js';

/** Rows a statement: PostgreSQL takes 65,535 parameters in one. */
const chunkSize = 1_000;
/** The same where rows are long: nothing else runs on this thread for as long as a statement takes. */
export const longRowsChunk = 100;

export function* chunked<Row>(rows: Iterable<Row>, size = chunkSize): Generator<Row[], void, undefined> {
  const all = [...rows];
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}

/** Deletes the rows with these ids, and returns how many there were. */
export async function removeByIds(
  database: Database,
  table: PgTable,
  column: PgColumn,
  ids: Iterable<string>,
): Promise<number> {
  let removed = 0;
  for (const some of chunked(new Set(ids))) {
    const gone = await database.delete(table).where(inArray(column, some)).returning({ id: column });
    removed += gone.length;
  }
  return removed;
}

/** The rows by key, the last of those with an equal key: one INSERT can meet a key only once. */
export function lastByKey<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

/** For ON CONFLICT DO UPDATE: the columns take the values of the row that was to be inserted. */
export function excluded<Table extends PgTable, Name extends string & keyof Table['_']['columns']>(
  table: Table,
  names: readonly Name[],
): Record<Name, SQL> {
  const columns = getTableColumns(table);
  const values = names.map((name) => [name, sql`excluded.${sql.identifier(columns[name]!.name)}`]);
  return Object.fromEntries(values) as Record<Name, SQL>;
}

type NullableKeys<Row> = { [Name in keyof Row]: null extends Row[Name] ? Name : never }[keyof Row];

/** A row as the contracts have it: what is NULL in the database is absent. */
export type Present<Row> = Omit<Row, NullableKeys<Row>> & {
  readonly [Name in NullableKeys<Row>]?: NonNullable<Row[Name]>;
};

export function present<Row extends object>(row: Row): Present<Row> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Present<Row>;
}
