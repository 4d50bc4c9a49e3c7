import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const parent = fileURLToPath(new URL('server-parent.mjs', import.meta.url));

/** False for a process that has ended, also where nobody has collected its exit code yet. */
function isAlive(pid: number): boolean {
  if (existsSync('/proc/self/stat')) {
    return existsSync(`/proc/${pid}/stat`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  }
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Runs the host program, lets `end` end it once its servers run, and waits until none of them is left. */
async function outlived(argument: string, end?: NodeJS.Signals) {
  const host = spawn(process.execPath, [parent, argument], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(host, 'exit');
  const [line] = await once(createInterface({ input: host.stdout }), 'line');
  const { pids, listeners } = JSON.parse(String(line)) as { pids: number[]; listeners: string[] };
  expect(new Set(pids).size).toBe(3);
  if (end !== undefined) {
    expect(pids.every(isAlive)).toBe(true);
    host.kill(end);
  }
  const [code, signal] = await exited;
  while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
  return { code, signal, listeners };
}

describe.skipIf(process.platform === 'win32')('servers do not outlive a host that', { concurrent: true }, () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
    'is killed by %s, which ends it as ever',
    async (signal) => {
      expect(await outlived('wait', signal)).toEqual({ code: null, signal, listeners: [] });
    },
  );

  test.each([
    ['exit', 3],
    ['throw', 1],
    ['return', 0],
  ])('ends by %s, with the exit code that it chose', async (argument, code) => {
    expect(await outlived(argument)).toEqual({ code, signal: null, listeners: [] });
  });
});
