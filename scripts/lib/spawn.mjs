import { spawn } from 'node:child_process';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null, output: string }} Ended `output`: what was piped */

/**
 * Runs a program to its end; signals that reach this process go on to it.
 *
 * @param {string} program `node` is the one that runs us
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<Ended>}
 */
export function run(program, args, options) {
  const isNode = program === 'node';
  return new Promise((resolve, reject) => {
    /** @type {import('node:child_process').ChildProcess} */
    const child = spawn(isNode ? process.execPath : program, args, {
      // npm, npx and pnpm are .cmd files on Windows, which only a shell starts.
      shell: process.platform === 'win32' && !isNode,
      ...options,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      // A terminal sends Ctrl-C to the whole group: the child has it already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of signals) process.on(signal, passOn);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      resolve({ code, signal, output });
    });
  });
}

/** Ends this process as the child ended. @param {Ended} child */
export function endAs({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
}
