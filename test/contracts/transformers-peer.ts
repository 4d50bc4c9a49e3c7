import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { TransformersLibrary } from '@agentcards/core/transformers';
import { root } from './repository.js';

const execute = promisify(execFile);
const version = '4.3.1';
/** Kept with the workspace and gone with it; nothing of the workspace can import from there by accident. */
const folder = join(root, 'node_modules/.cache', `transformers-${version}`);
const packageFolder = join(folder, 'node_modules/@huggingface/transformers');

/** Models that are not of this repository; tests that need them skip where they are absent. */
export const modelsFolder = join(root, '../shared/models');
const generator = join(root, '../shared/tools/make-tiny-bert.mjs');

/** What the library needs of its global settings to be watched, or led to a server of the test's own. */
export interface WatchedLibrary extends TransformersLibrary {
  readonly env: {
    localModelPath: string;
    cacheDir: string | null;
    allowRemoteModels: boolean;
    remoteHost: string;
    logLevel: number;
    fetch: (input: string | URL, init?: RequestInit) => Promise<Response>;
  };
}

export type Peer = { readonly library: WatchedLibrary; readonly skip?: undefined } | { readonly skip: string };

/**
 * `@huggingface/transformers` in a folder beside the workspace, because it is 474 MB that nothing else here needs: see
 * docs/decisions/2026-11-23-transformers-peer.md. Installed once, without its scripts, which would download more.
 */
export async function obtainTransformers(): Promise<Peer> {
  if (!existsSync(modelsFolder) || !existsSync(generator)) return { skip: '../shared has no models here' };
  try {
    if (!existsSync(packageFolder)) await install();
  } catch (error) {
    const [line] = String(error instanceof Error ? error.message : error).split('\n');
    return { skip: `@huggingface/transformers ${version} cannot be installed: ${line}` };
  }
  return { library: await import(pathToFileURL(join(packageFolder, 'dist/transformers.node.mjs')).href) };
}

async function install(): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}-`);
  try {
    await writeFile(join(unfinished, 'package.json'), '{ "private": true }');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=1'];
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    await execute(npm, ['install', ...flags, `@huggingface/transformers@${version}`], {
      cwd: unfinished,
      timeout: 300_000,
      shell: process.platform === 'win32',
    });
    await rename(unfinished, folder);
  } finally {
    // Also when another process was sooner, which makes the renaming fail.
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** A model of random weights that makes vectors of `dimensions` numbers: for everything but meaning. */
export async function makeTinyModel(target: string, dimensions: number): Promise<void> {
  await execute(process.execPath, [generator, target, String(dimensions), '32']);
}

/** A project in an empty folder that has installed core and its optional peer. */
export async function installBeside(project: string): Promise<void> {
  const core = join(project, 'node_modules/@agentcards/core');
  await cp(join(root, 'packages/core/dist'), join(core, 'dist'), { recursive: true });
  await cp(join(root, 'packages/core/package.json'), join(core, 'package.json'));
  await mkdir(join(project, 'node_modules/@huggingface'), { recursive: true });
  await symlink(packageFolder, join(project, 'node_modules/@huggingface/transformers'), 'junction');
}
