import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endAs, run } from './spawn.mjs';
import { openStamps } from './stamps.mjs';
import { buildInputs, buildOutputs, installInputs, installOutputs, readPackages } from './workspace.mjs';

/** @typedef {import('./spawn.mjs').Ended} Ended */

const root = fileURLToPath(new URL('../..', import.meta.url));
/** @type {string} */
const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;

/** @type {Map<string, (args: string[]) => Promise<Ended>>} */
const jobs = new Map([
  ['quickstart', (args) => startExample('quickstart', args)],
  ['test', (args) => run('node', ['node_modules/vitest/vitest.mjs', 'run', ...args], inherit(root))],
  ['pnpm', (args) => pnpm(args, inherit(root))],
]);

/** @param {string[]} argv name of the job, then its arguments */
export async function main([name = '', ...args]) {
  const job = jobs.get(name);
  if (!job) {
    say(`Unknown job '${name}'. There are: ${[...jobs.keys()].join(', ')}.`);
    process.exitCode = 1;
    return;
  }
  endAs((await install()) ?? (await build()) ?? (await job(args)));
}

/** @returns {Promise<Ended | undefined>} how it failed, if it did */
async function install() {
  const stamps = openStamps(root);
  const inputs = installInputs(root);
  if (stamps.isFresh('install', { inputs, outputs: installOutputs(root) })) return undefined;

  say(`Installing dependencies with ${pinned} ...`);
  // A node_modules of another machine or pnpm is replaced without a question that nobody would see.
  const options = ['--frozen-lockfile', '--prefer-offline', '--config.confirmModulesPurge=false'];
  const installed = await pnpm(['install', ...options], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (installed.code !== 0) return installed;
  stamps.set('install', { inputs, outputs: installOutputs(root) });
}

/** @returns {Promise<Ended | undefined>} how it failed, if it did */
async function build() {
  const stamps = openStamps(root);
  const packages = readPackages(root);
  const stale = packages
    .map((built) => ({ built, inputs: buildInputs(root, packages, built) }))
    .filter(({ built, inputs }) => !stamps.isFresh(built.name, { inputs, outputs: buildOutputs(root, built) }));
  if (stale.length === 0) return undefined;

  const names = stale.map(({ built }) => built.name);
  say(`Building ${names.join(', ')} ...`);
  // pnpm puts them in order.
  const ended = await pnpm([...names.flatMap((name) => ['--filter', name]), 'run', 'build'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (ended.code !== 0) {
    say(ended.output);
    return ended;
  }
  for (const { built, inputs } of stale) stamps.set(built.name, { inputs, outputs: buildOutputs(root, built) });
}

/**
 * The pinned pnpm: the one on PATH if it is that, else npx's. It is asked for its version outside the workspace and
 * without network, since a pnpm or corepack would fetch another one of itself there.
 *
 * @type {(args: string[], options: import('node:child_process').SpawnOptions) => Promise<Ended>}
 */
async function pnpm(args, options) {
  const onPath = await run('pnpm', ['--version'], {
    cwd: tmpdir(),
    env: { ...process.env, COREPACK_ENABLE_NETWORK: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).catch(() => undefined);
  if (`pnpm@${onPath?.output.trim()}` === pinned) return run('pnpm', args, options);
  return run('npx', ['-y', pinned, ...args], options);
}

/**
 * The start script of an example, without a shell or npm between us and it: they would keep signals to themselves.
 *
 * @type {(name: string, args: string[]) => Promise<Ended>}
 */
function startExample(name, args) {
  const folder = join(root, 'examples', name);
  const [program, ...own] = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).scripts.start.split(' ');
  return run(program, [...own, ...args], inherit(folder));
}

/** @param {string} cwd @returns {import('node:child_process').SpawnOptions} */
function inherit(cwd) {
  return { cwd, stdio: 'inherit' };
}

/** Set-up speaks on stderr: stdout is the job's. @param {string} text */
function say(text) {
  process.stderr.write(`${text}\n`);
}
