import type { Transaction } from '@electric-sql/pglite';
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { decoderOf } from '../encoding/copied-fields.js';
import { readCopyBinary } from '../encoding/copy-binary.js';
import { encodeText } from '../encoding/text.js';
import type { Present } from './rows.js';

/** What a page is of. */
export interface Page {
  /** Columns of texts that rows are ordered by, with the values of the last row of the page before, if there was. */
  readonly key: readonly (readonly [column: PgColumn, after: string | undefined])[];
  readonly limit: number;
}

/**
 * A page of a table. By binary COPY, since opening a store reads all of it: PGlite takes twice as long over the
 * messages and texts of the rows of a SELECT as the database over finding them.
 */
export async function readPage<Table extends PgTable>(
  transaction: Transaction,
  table: Table,
  { key, limit }: Page,
): Promise<Present<Table['$inferSelect']>[]> {
  const columns = Object.entries<PgColumn>(getTableColumns(table));
  const keyList = key.map(([{ name }]) => name).join(', ');
  const after = key.flatMap(([, last]) => (last === undefined ? [] : [textLiteral(last)]));
  const { blob } = await transaction.query(
    `COPY (
       SELECT ${columns.map(([, column]) => binaryOf(column)).join(', ')} FROM ${getTableName(table)}
       ${after.length === 0 ? '' : `WHERE (${keyList}) > (${after.join(', ')})`}
       ORDER BY ${keyList} LIMIT ${Number(limit)}
     ) TO '/dev/blob' WITH (FORMAT binary)`,
  );
  const bytes = Buffer.from(await blob!.arrayBuffer());
  return readCopyBinary(
    bytes,
    columns.map(([name, column]) => [name as keyof Present<Table['$inferSelect']>, decoderOf(column.getSQLType())]),
  );
}

/** Vectors of half the precision are read as those that they were made from. */
function binaryOf(column: PgColumn): string {
  return column.getSQLType().startsWith('vector') ? `${column.name}::vector` : column.name;
}

/** A text in a statement that takes no parameters, without a character that could mean anything there. */
function textLiteral(text: string): string {
  return `convert_from(decode('${Buffer.from(encodeText(text)).toString('hex')}', 'hex'), 'UTF8')`;
}
