import { readFileSync } from 'node:fs';
import { InputError } from '../input-error.js';

/** Where a row stands, as `file:line`, for messages. */
export type Located<Row> = { readonly row: Row; readonly place: string };

/**
 * Reads a file with one JSON value a line; blank lines are skipped.
 *
 * @throws InputError naming `file:line` where a line is no JSON or `parse` refuses it.
 */
export function readJsonLines<Row>(path: string, parse: (value: unknown) => Row): Located<Row>[] {
  const rows: Located<Row>[] = [];
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${path}:${index + 1}`;
    try {
      rows.push({ row: parse(JSON.parse(line)), place });
    } catch (cause) {
      throw new InputError(`${place}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }
  return rows;
}
