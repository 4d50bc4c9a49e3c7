/** One step of the database's history. Once released it never changes: a correction is another migration. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of `sql` in hex, written down when the migration was released. */
  readonly sha256: string;
}
