import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * When a process started, in words of the operating system that are only good for comparing. `undefined` when no such
 * process runs, `null` when one does and its start cannot be found out.
 */
export async function processStart(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): Promise<string | null | undefined> {
  if (!exists(pid)) return undefined;
  try {
    return platform === 'linux' ? await startFromProc(pid) : await startFromPs(pid);
  } catch {
    // Hidden by mount options, gone just now, or a system without `ps`.
    return exists(pid) ? null : undefined;
  }
}

/** Signal 0 is not delivered; it only tells whether there is somebody to receive it. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: state and starttime are fields 3 and 22. */
async function startFromProc(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in field 2 may itself hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; only its parent has not asked for its exit code yet.
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[22 - 3];
}

async function startFromPs(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], {
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  });
  return stdout.trim();
}
