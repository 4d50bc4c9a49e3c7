import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { trickyTexts } from '../../packages/embedder-static/src/testing/tricky-texts.js';
import { type EmptyFolder, installIntoEmptyFolder, installRuntime } from '../packed/empty-folder.js';
import { browserAbsent, reportOfBrowser } from './browser.js';

const texts = [...trickyTexts.map(([text]) => text), 'Reads a file. '.repeat(5_000), 'lone \ud800 surrogate'];

let folder: EmptyFolder;
/** Bits of the vectors in this Node. */
let expected: number[][];
beforeAll(async () => {
  folder = await installIntoEmptyFolder(inject('tarballs').filter((path) => path.includes('embedder-static')));
  copyFileSync(join(import.meta.dirname, 'embed-texts.mjs'), join(folder.path, 'embed-texts.mjs'));
  writeFileSync(join(folder.path, 'texts.json'), JSON.stringify(texts));
  expected = JSON.parse(await folder.run(process.execPath, ['embed-texts.mjs']));
});
afterAll(() => folder.remove());

test('it brings no package but itself', () => {
  expect(folder.installed()).toEqual(['@agentcards/embedder-static']);
  expect(expected).toHaveLength(texts.length);
});

describe.each([
  { runtime: 'deno', version: '2.9.6', args: ['run', '--no-prompt', '--allow-read', 'embed-texts.mjs'] },
  { runtime: 'bun', version: '1.4.5', args: ['run', 'embed-texts.mjs'] },
])('on $runtime $version', ({ runtime, version, args }) => {
  let installed: EmptyFolder | string;
  beforeAll(async () => {
    installed = await installRuntime(`${runtime}@${version}`);
  });
  afterAll(() => typeof installed === 'object' && installed.remove());

  test('every vector has the bits that it has on Node', async ({ skip }) => {
    if (typeof installed === 'string') return skip(installed);
    const program = join(installed.path, 'node_modules/.bin', runtime);
    expect(await folder.run(program, ['--version'])).toContain(version);
    expect(JSON.parse(await folder.run(program, args))).toEqual(expected);
  });
});

test('in a page and a Worker of Chromium too; without the files, a code says so', async ({ skip }) => {
  if (browserAbsent) skip(browserAbsent);
  const packageFolder = join(folder.path, 'node_modules/@agentcards/embedder-static');
  const { page, worker, absent, replaced } = await reportOfBrowser<BrowserReport>((path) =>
    siteOf(packageFolder, path),
  );
  expect(page).toEqual(expected);
  expect(worker).toEqual(expected);
  expect([absent, replaced]).toEqual(['EMBEDDER_MODEL_UNAVAILABLE', 'EMBEDDER_MODEL_INVALID']);
});

/** What page.mjs reports. */
interface BrowserReport {
  /** Bits of the vectors, a text a row. */
  readonly page: number[][];
  readonly worker: number[][];
  /** Codes of the errors where a model's files are not there, and where a page stands in their place. */
  readonly absent: string;
  readonly replaced: string;
}

/** page.mjs, with the built package under /package. */
function siteOf(packageFolder: string, path: string): string | Buffer | undefined {
  const html = '<!doctype html><title>runtimes</title><script type="module" src="/page.mjs"></script>';
  if (path === '/page.html') return html;
  if (path === '/texts.json') return JSON.stringify(texts);
  if (path === '/page.mjs' || path === '/worker.mjs') return readFileSync(join(import.meta.dirname, path));
  const [, site, folder, name = ''] = path.split('/');
  if (site === 'package' || folder === 'dist') return readFileSync(join(packageFolder, folder!, name));
  return site === 'replaced' ? html : undefined;
}
