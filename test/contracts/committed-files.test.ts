import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './repository.js';

const forbidden = /registry\.[a-z]+\.(?:org|com)|(?<![\w.@-])\/(?:root|home|Users|work|farm)\/\w/;

test('no committed file names a registry host or a path of a machine', ({ skip }) => {
  const git = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  if (git.status !== 0) skip('This copy is no git repository: nothing says which files are committed.');
  const found = git.stdout.split('\0').flatMap((path) => {
    const file = statSync(join(root, path), { throwIfNoEntry: false });
    if (!file?.isFile() || file.size > 1_000_000) return [];
    const match = forbidden.exec(readFileSync(join(root, path), 'utf8'));
    return match ? [`${path}: ${match[0]}`] : [];
  });
  expect(found).toEqual([]);
});

test('the lock file says what, not from where', () => {
  expect(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')).not.toMatch(/tarball:|https?:\/\//);
});
