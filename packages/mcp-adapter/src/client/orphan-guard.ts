import { spawn } from 'node:child_process';

/*
 * `read` ends with our line, or at the end of file when this process is gone, however it went. Servers see the end of
 * their stdin at the same moment: they get a second to leave by themselves, and another one after SIGTERM.
 */
const script = 'read -r released && exit; sleep 1; kill -s TERM -- "-$1"; sleep 1; kill -s KILL -- "-$1"';

/**
 * Makes a process group die with this process, also when this one is killed by SIGKILL: a small shell beside the
 * group waits for our end of a pipe to close. No signal handler is installed here, so the host program ends just as it
 * would without us. Nothing is guarded on Windows, nor where there is no `/bin/sh`: there a server that ignores the
 * end of its stdin survives a killed parent.
 *
 * @param group id of the group, which is the process id of its leader
 */
export function guardGroup(group: number): { release(): void } {
  if (process.platform === 'win32') return { release: () => undefined };
  const guard = spawn('/bin/sh', ['-c', script, 'agentcards-orphan-guard', String(group)], {
    // In a session of its own: a Ctrl-C in the terminal, meant for us, must not end the guard first.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    env: { PATH: process.env.PATH },
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  // A pipe is a socket here, with an `unref` that the type does not know.
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  return { release: () => guard.stdin.end('released\n') };
}
