import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCardsError } from '@agentcards/core';

// Offsets of ControlFileData (catalog/pg_control.h) and XLogRecord (access/xlogrecord.h) of PostgreSQL 18.
const stateOffset = 16;
const checkpointOffset = 32;
const timelineOffset = 48;
const shutDown = 1;
const recordHeader = 24;
const pageSize = 8_192;
const pageHeader = 24;

/** What a start writes before it says in the control file that it has begun. */
const parameterChange = 0x60;

/**
 * Refuses a directory of which the control file says that the log ends where it goes on: an older one that was put
 * back. PostgreSQL would take the rest of the log for room, and wait for ever at its first write.
 * @throws AgentCardsError `STORE_OPEN_FAILED`
 */
export async function assertControlFile(dataDir: string): Promise<void> {
  const control = await readFile(join(dataDir, 'global', 'pg_control')).catch(() => undefined);
  if (control === undefined || control.length < pageSize || control.readUInt32LE(stateOffset) !== shutDown) return;
  const end = control.readBigUInt64LE(checkpointOffset);
  const after = await readAfter(dataDir, control.readUInt32LE(timelineOffset), end);
  if (after === undefined || after.readUInt32LE(0) < recordHeader || after.readBigUInt64LE(8) !== end) return;
  if (after[16] === parameterChange && after[17] === 0) return;
  throw new AgentCardsError(
    'STORE_OPEN_FAILED',
    `The file global/pg_control in ${dataDir} is older than the rest of the directory.`,
    { hint: 'Put back all files of the directory, as they were at one time, or a backup.', details: { dataDir } },
  );
}

/** The header of the record after the last checkpoint; undefined where it cannot be read, which PostgreSQL judges. */
async function readAfter(dataDir: string, timeline: number, checkpoint: bigint): Promise<Buffer | undefined> {
  const log = join(dataDir, 'pg_wal');
  // The segments of a cluster of ours have the size that PostgreSQL gives them by default.
  const segmentSize = 2 ** 24;
  const segment = Number(checkpoint) >>> 0;
  const high = Number(checkpoint >> 32n);
  const name = [timeline, high, Math.floor(segment / segmentSize)].map((part) => part.toString(16).padStart(8, '0'));
  const file = await open(join(log, name.join('').toUpperCase())).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const read = async (position: number) =>
      (await file.read(Buffer.alloc(recordHeader), 0, recordHeader, position)).buffer;
    const start = segment % segmentSize;
    const length = (await read(start)).readUInt32LE(0);
    const pageOf = (position: number) => Math.floor(position / pageSize);
    // A record that goes over to the next page goes on after the header of that.
    const end = start + length + (pageOf(start + length - 1) - pageOf(start)) * pageHeader;
    const next = Math.ceil(end / 8) * 8;
    return await read(next % pageSize === 0 ? next + pageHeader : next);
  } finally {
    await file.close();
  }
}
