import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { processStart } from './process-start.js';

/** Names one process for good; a pid alone is given to another process later. What cannot be known is `null`. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string | null;
  readonly host: string;
  /** The run of the kernel: changes when the machine is started again. */
  readonly boot: string | null;
  /** Containers on one kernel count their pids each for itself. */
  readonly pidNamespace: string | null;
}

export async function identifyThisProcess(): Promise<ProcessIdentity> {
  const [started, boot, pidNamespace] = await Promise.all([
    processStart(process.pid),
    orNull(readFile('/proc/sys/kernel/random/boot_id', 'utf8')),
    orNull(readlink('/proc/self/ns/pid')),
  ]);
  return { pid: process.pid, started: started ?? null, host: hostname(), boot, pidNamespace };
}

/**
 * False only when the process is certainly gone: its pid is free or belongs to a process that started at another time,
 * or the machine has been started again since. A process that cannot be seen from here, in another container or on
 * another machine, counts as running.
 */
export async function isRunning(
  { pid, started, host, boot, pidNamespace }: ProcessIdentity,
  here: ProcessIdentity,
): Promise<boolean> {
  if (boot !== here.boot) return host !== here.host;
  if (pidNamespace !== here.pidNamespace) return true;
  if (boot === null && host !== here.host) return true;
  const startedNow = await processStart(pid);
  if (startedNow === undefined) return false;
  return started === null || startedNow === null || startedNow === started;
}

async function orNull(read: Promise<string>): Promise<string | null> {
  return read.then(
    (text) => text.trim(),
    () => null,
  );
}
