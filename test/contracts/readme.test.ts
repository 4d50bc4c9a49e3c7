import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './fixtures.js';
import { peerProgram, programs, readmes, snippets } from './readme-blocks.js';
import { root } from './repository.js';

/** Code blocks of the README files are the programs in examples/readme, and what follows them is what they print. */
const all = [...programs, peerProgram].sort();

test('every README has a snippet, and every program is in one', () => {
  expect(snippets.map(({ path }) => path)).toEqual(expect.arrayContaining(readmes));
  const used = all.filter((name) => snippets.some(({ code }) => code === programText(name)));
  expect(used).toEqual(all);
});

test.each(snippets)('the snippet of $path is one of the programs', ({ code }) => {
  expect(all.map(programText)).toContain(code);
});

test.each(programs)('%s prints what the README says', async (name) => {
  const child = spawnSync(process.execPath, [join(root, 'examples/readme', name)], {
    cwd: await temporaryDirectory(),
    encoding: 'utf8',
    timeout: 120_000,
  });
  expect(child).toMatchObject({ status: 0, stderr: '' });
  const said = snippets.filter(({ code }) => code === programText(name)).map(({ output }) => output);
  expect(said).toEqual(said.map(() => child.stdout));
});

test.each(readmes)('links of %s lead somewhere', (path) => {
  const links = [...readFileSync(join(root, path), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
    ([, link]) => link!,
  );
  expect(links.filter((link) => !existsSync(join(root, path, '..', link)))).toEqual([]);
});

function programText(name: string): string {
  return readFileSync(join(root, 'examples/readme', name), 'utf8');
}
