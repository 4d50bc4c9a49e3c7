import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.mjs';
import { openStamps } from './stamps.mjs';
import { buildInputs, installInputs, readPackages } from './workspace.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'agentcards-scripts-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | object) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

describe('fingerprint', () => {
  test('depends on paths and contents alone, in whatever order they are named or written', () => {
    write('a/one', '1');
    write('b', '2');
    const before = fingerprint(root, ['a', 'b']);
    rmSync(join(root, 'a'), { recursive: true });
    write('a/one', '1');
    expect(fingerprint(root, ['b', 'a'])).toBe(before);
  });

  test.each([
    ['a changed file', () => write('a/one', '2')],
    ['a new file', () => write('a/two', '')],
    ['a renamed file', () => renameSync(join(root, 'a/one'), join(root, 'a/uno'))],
    ['a text moved to a file beside', () => [write('a/one', ''), write('b', '12')]],
    ['a removed file', () => rmSync(join(root, 'b'))],
    ['an emptied file', () => write('b', '')],
  ])('%s changes it', (_, change) => {
    write('a/one', '1');
    write('b', '2');
    const before = fingerprint(root, ['a', 'b']);
    change();
    expect(fingerprint(root, ['a', 'b'])).not.toBe(before);
  });
});

describe('buildInputs', () => {
  beforeEach(() => {
    write('packages/low/package.json', { name: 'low' });
    write('packages/middle/package.json', { name: 'middle', peerDependencies: { low: '*' } });
    write('packages/top/package.json', { name: 'top', dependencies: { middle: '*', elsewhere: '1' } });
    write('packages/other/package.json', { name: 'other' });
    for (const name of ['low', 'middle', 'top', 'other']) write(`packages/${name}/src/index.ts`, 'export {}');
  });

  function changedBy(change: () => void) {
    const inputs = () => {
      const packages = readPackages(root);
      return new Map(packages.map((built) => [built.name, buildInputs(root, packages, built)]));
    };
    const before = inputs();
    change();
    return [...inputs()].filter(([name, hash]) => before.get(name) !== hash).map(([name]) => name);
  }

  test('a source makes its package stale and all above it, through whole chains', () => {
    expect(changedBy(() => write('packages/low/src/deep/new.ts', ''))).toEqual(['low', 'middle', 'top']);
    expect(changedBy(() => write('packages/top/src/index.ts', '1'))).toEqual(['top']);
  });

  test('so do manifest and build configuration; the shared configuration concerns everyone', () => {
    expect(changedBy(() => write('packages/middle/tsup.config.ts', ''))).toEqual(['middle', 'top']);
    expect(changedBy(() => write('packages/other/package.json', { name: 'other', version: '2' }))).toEqual(['other']);
    for (const shared of ['tsconfig.base.json', 'tsup.base.ts']) {
      expect(changedBy(() => write(shared, ''))).toEqual(['low', 'middle', 'other', 'top']);
    }
  });

  test('tests and what was built do not count', () => {
    expect(changedBy(() => write('packages/low/src/index.test.ts', ''))).toEqual([]);
    expect(changedBy(() => write('packages/low/dist/index.js', ''))).toEqual([]);
  });

  test('packages that need each other for their tests end too', () => {
    write('packages/low/package.json', { name: 'low', devDependencies: { top: '*' } });
    expect(changedBy(() => write('packages/top/src/index.ts', '1'))).toEqual(['low', 'middle', 'top']);
  });
});

test('installInputs sees the lock file and every manifest, and nothing that was installed', () => {
  const changes = (path: string) => {
    const before = installInputs(root);
    write(path, path);
    return installInputs(root) !== before;
  };
  expect(
    ['package.json', 'pnpm-lock.yaml', 'test/package.json', 'packages/new/package.json'].filter(changes),
  ).toHaveLength(4);
  expect(['packages/new/src/index.ts', 'node_modules/x/package.json', 'README.md'].filter(changes)).toEqual([]);
});

test('a stamp is fresh only while inputs and outputs are what they were, also for the next process', () => {
  const made = { inputs: 'i', outputs: 'o' };
  expect(openStamps(root).isFresh('x', made)).toBe(false);
  openStamps(root).set('x', made);
  expect(openStamps(root).isFresh('x', made)).toBe(true);
  expect(openStamps(root).isFresh('x', { ...made, inputs: 'j' })).toBe(false);
  expect(openStamps(root).isFresh('x', { ...made, outputs: 'p' })).toBe(false);
  expect(openStamps(root).isFresh('y', made)).toBe(false);
  write('node_modules/.cache/agentcards/stamps.json', '{ cut off');
  expect(openStamps(root).isFresh('x', made)).toBe(false);
});
