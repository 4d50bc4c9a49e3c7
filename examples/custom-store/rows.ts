import { deserialize, serialize } from 'node:v8';
import type { PageRequest } from '@agentcards/core';
import type Database from 'libsql';

/** What is known of a row beside its value. Keys are ordered by their UTF-8 bytes. */
export interface Place {
  readonly key: string;
  readonly at?: Date | undefined;
  readonly tag?: string | undefined;
}

/** The SQL that makes a table of rows. */
export function createRows(table: string): string {
  return `
    CREATE TABLE ${table} (key TEXT PRIMARY KEY, at INTEGER, tag TEXT, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE INDEX ${table}_at ON ${table} (at, key);
    CREATE INDEX ${table}_tag ON ${table} (tag);`;
}

/** Values of one kind in a table, each a blob: dates, typed arrays, lone surrogates and -0 come back as they went in. */
export class Rows<Value> {
  constructor(
    private readonly database: Database.Database,
    private readonly table: string,
    private readonly placeOf: (value: Value) => Place,
  ) {}

  get(key: string): Value | undefined {
    return this.select('WHERE key = ?', key)[0];
  }

  put(value: Value): void {
    this.write('INSERT OR REPLACE', value);
  }

  /** Writes the value unless there is one in its place; says whether it did. */
  insert(value: Value): boolean {
    return this.write('INSERT OR IGNORE', value) > 0;
  }

  page({ after, limit }: PageRequest<string>): Value[] {
    if (after === undefined) return this.select('ORDER BY key LIMIT ?', limit);
    return this.select('WHERE key > ? ORDER BY key LIMIT ?', after, limit);
  }

  startingWith(prefix: string): Value[] {
    // No LIKE, which folds case and reads % and _ as patterns, and no length(), which ends at NUL.
    return this.select('WHERE key >= ? ORDER BY key', prefix).filter((row) => this.placeOf(row).key.startsWith(prefix));
  }

  select(rest: string, ...parameters: unknown[]): Value[] {
    const rows = this.database.prepare(`SELECT value FROM ${this.table} ${rest}`).all(...parameters);
    return (rows as { value: Uint8Array }[]).map(({ value }) => deserialize(Buffer.from(value)));
  }

  delete(key: string): boolean {
    return this.deleteAll('WHERE key = ?', key) > 0;
  }

  deleteAll(rest = '', ...parameters: unknown[]): number {
    return this.database.prepare(`DELETE FROM ${this.table} ${rest}`).run(...parameters).changes;
  }

  private write(verb: string, value: Value): number {
    const { key, at, tag } = this.placeOf(value);
    const statement = this.database.prepare(`${verb} INTO ${this.table} (key, at, tag, value) VALUES (?, ?, ?, ?)`);
    return statement.run(key, at?.getTime() ?? null, tag ?? null, serialize(value)).changes;
  }
}
