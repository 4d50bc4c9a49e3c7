import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFolders, readManifest, root } from './repository.js';

const folder = join(root, '.changeset');
const notes = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
const names = new Set(packageFolders.map((each) => readManifest(each).name));

// A formatter of Markdown takes the head of a note for a heading, and `pnpm release:version` then stops at the note.
test.each(notes)('%s says which packages, how big a step, and what users notice', (name) => {
  const [, head = '', said = ''] =
    /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
  const releases = head.trim().split('\n');
  for (const release of releases) {
    const [, released] = /^'([^']+)': (?:patch|minor|major)$/.exec(release.replaceAll('"', "'")) ?? [];
    expect(names, release).toContain(released);
  }
  expect(said.trim()).not.toBe('');
});
