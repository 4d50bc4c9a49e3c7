import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type EmptyFolder, installIntoEmptyFolder, installRuntime } from '../packed/empty-folder.js';
import { browserAbsent, reportOfBrowser } from './browser.js';

const names = ['rounded', 'engine-answers', 'agent-answers', 'engine-page', 'agent-worker'];

let folder: EmptyFolder;
beforeAll(async () => {
  const tarballs = inject('tarballs').filter((path) => /agentcards-(core|graphrag|embedder-static)/.test(path));
  folder = await installIntoEmptyFolder([...tarballs, 'esbuild@0.28.2']);
  for (const file of [...names.map((name) => `${name}.mjs`), 'workerd.capnp']) {
    copyFileSync(join(import.meta.dirname, file), join(folder.path, file));
  }
});
afterAll(() => folder.remove());

/** @param options For what the runtime has by itself. */
async function bundle(name: string, ...options: string[]): Promise<void> {
  const fixed = ['--bundle', '--format=esm', '--platform=neutral', '--main-fields=module,main'];
  const esbuild = join(folder.path, 'node_modules/.bin/esbuild');
  await folder.run(esbuild, [`${name}.mjs`, ...fixed, `--outfile=${name}.bundle.mjs`, ...options]);
}

/** What a program says on this Node, unbundled. */
async function onNode(name: string, call: string): Promise<string> {
  const code = `import { ${call} } from './${name}.mjs'; console.log(await ${call}());`;
  return (await folder.run(process.execPath, ['--input-type=module', '--eval', code])).trim();
}

test('the engine with the static embedder answers in Chromium as on Node', async ({ skip }) => {
  if (browserAbsent) skip(browserAbsent);
  await bundle('engine-page');
  const model = 'node_modules/@agentcards/embedder-static/model';
  const { answers } = await reportOfBrowser<{ answers: string }>((path) => {
    if (path === '/page.html') return '<!doctype html><script type="module" src="/dist/engine-page.mjs"></script>';
    if (path === '/dist/engine-page.mjs') return readFileSync(join(folder.path, 'engine-page.bundle.mjs'));
    return path.startsWith('/model/') ? readFileSync(join(folder.path, model, path.slice(7))) : undefined;
  });
  expect(answers).toBe(await onNode('engine-answers', 'engineAnswers'));
});

test('core with engine, static embedder and memory store answers in workerd as on Node', async ({ skip }) => {
  const runtime = await installRuntime('workerd@1.20261117.1');
  if (typeof runtime === 'string') return skip(runtime);
  try {
    await bundle('agent-worker', '--external:node:*');
    const said = await folder.run(join(runtime.path, 'node_modules/.bin/workerd'), ['test', 'workerd.capnp']);
    expect(said.trim()).toBe(await onNode('agent-answers', 'agentAnswers'));
  } finally {
    runtime.remove();
  }
});
