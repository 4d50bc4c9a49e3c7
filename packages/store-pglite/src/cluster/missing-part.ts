import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What initdb puts into every cluster and PostgreSQL does not make again; what a start needs most comes first. */
const parts = [
  'PG_VERSION',
  'global/pg_control',
  'global/pg_filenode.map',
  'base/5/PG_VERSION',
  'base/5/pg_filenode.map',
  'pg_wal',
  'pg_xact',
  'pg_multixact/members',
  'pg_multixact/offsets',
  'pg_subtrans',
  'pg_commit_ts',
  'pg_dynshmem',
  'pg_logical/mappings',
  'pg_logical/snapshots',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat',
  'pg_tblspc',
  'pg_twophase',
  'postgresql.conf',
  'pg_hba.conf',
  'pg_ident.conf',
];

/** The first file or folder that a cluster lacks, for one that does not start: PostgreSQL's end in one process says none. */
export function missingPart(directory: string): string | undefined {
  return parts.find((part) => !existsSync(join(directory, part)));
}
