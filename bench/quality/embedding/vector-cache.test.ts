import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openVectorCache } from './vector-cache.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentcards-bench-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('gives back what was added, in the same run and after it was opened again', () => {
  const path = join(folder, 'new', 'model.vectors');
  const cache = openVectorCache(path, 2);
  expect(cache.get('a')).toBeUndefined();
  cache.add(['a', 'b'], [Float32Array.of(1, 2), Float32Array.of(3, 4)]);
  cache.add(['c'], [Float32Array.of(5, 6)]);
  for (const opened of [cache, openVectorCache(path, 2)]) {
    expect([...opened.get('a')!, ...opened.get('b')!, ...opened.get('c')!]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(opened.get('d')).toBeUndefined();
  }
});

it('leaves out a row that was cut off, and adds after it in step', () => {
  const path = join(folder, 'model.vectors');
  openVectorCache(path, 2).add(['a'], [Float32Array.of(1, 2)]);
  appendFileSync(path, Buffer.alloc(7));
  openVectorCache(path, 2).add(['b'], [Float32Array.of(3, 4)]);
  const opened = openVectorCache(path, 2);
  expect(opened.get('a')).toEqual(Float32Array.of(1, 2));
  expect(opened.get('b')).toEqual(Float32Array.of(3, 4));
});
