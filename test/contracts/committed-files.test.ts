import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './repository.js';

const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
const size = (path: string) => statSync(join(root, path), { throwIfNoEntry: false })?.size ?? 0;

test('no committed file names a registry host or a path of a machine', () => {
  const forbidden = /registry\.[a-z]+\.(?:org|com)|(?<![\w.@-])\/(?:root|home|Users|work|tmp)\/\w/;
  const found = files
    .filter((path) => size(path) < 1_000_000)
    .flatMap((path) => {
      const match = forbidden.exec(readFileSync(join(root, path), 'utf8'));
      return match ? [`${path}: ${match[0]}`] : [];
    });
  expect(found).toEqual([]);
});

test('the lock file says what, not from where', () => {
  expect(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')).not.toMatch(/tarball:|https?:\/\//);
});
