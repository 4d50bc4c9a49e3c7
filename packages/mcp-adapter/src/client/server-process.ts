import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import spawn from 'cross-spawn';
import { childEnvironment } from './child-environment.js';
import { guardGroup } from './orphan-guard.js';
import { ServerOutput } from './server-output.js';
import { settlesWithin } from './settles-within.js';

/** How a server is started. */
export interface StdioParameters {
  /** As entries of `mcp.json` files say it. @default 'stdio' */
  readonly type?: 'stdio' | undefined;
  /** A program on the PATH, or its path. Run without a shell. */
  readonly command: string;
  /** @default [] */
  readonly args?: readonly string[] | undefined;
  /** Added to the few variables that every server inherits. @default {} */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** @default the working directory of this process */
  readonly cwd?: string | undefined;
}

export interface ServerProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly output: ServerOutput;
  /** Resolves when the process is gone and its output is read, with how it ended: `exit code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
  /** Closes its stdin, then sends SIGTERM, then SIGKILL; resolves when it is gone. Idempotent. */
  stop(): Promise<void>;
}

/** Milliseconds between the steps of stopping a server. */
const grace = 2_000;
/** Milliseconds for the rest of the output after the end; a process that left the group may hold the pipes open. */
const drain = 500;

/**
 * Starts a server in a process group of its own, so that what it starts (`npx` starts a shell that starts the server)
 * ends with it. The group never outlives this process: see `guardGroup`.
 * @throws the operating system's error when the program cannot be started
 */
export async function startServerProcess(parameters: StdioParameters): Promise<ServerProcess> {
  const windows = process.platform === 'win32';
  const child = spawn(parameters.command, parameters.args, {
    env: childEnvironment(parameters.env),
    cwd: parameters.cwd,
    detached: !windows,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  }) as ChildProcessByStdio<Writable, Readable, Readable>;
  await once(child, 'spawn');
  const group = Number(child.pid);
  const guard = guardGroup(group);

  // Whoever writes to a process that is gone learns it from `ended`.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const output = new ServerOutput(parameters.env);
  child.stderr.setEncoding('utf8').on('data', (text: string) => output.append(text));

  const kill = (signal: 'SIGTERM' | 'SIGKILL') => {
    try {
      if (windows) child.kill(signal);
      else process.kill(-group, signal);
    } catch {
      // Nobody is left in the group.
    }
  };
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code === null ? `signal ${signal}` : `exit code ${code}`));
  });
  const ended = exited.then(async (how) => {
    kill('SIGKILL');
    guard.release();
    await settlesWithin(closed, drain);
    // Whoever still holds the other ends must not keep this process alive.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    return how;
  });

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    child.stdin.end();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (await settlesWithin(ended, grace)) return;
      kill(signal);
    }
    await ended;
  };
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    output,
    ended,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
