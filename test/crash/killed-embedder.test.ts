import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openPGliteStore } from '@agentcards/store-pglite';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../contracts/fixtures.js';
import { manyTools, vectorOf } from './vectors.mjs';

const script = fileURLToPath(new URL('embedder.mjs', import.meta.url));
const count = manyTools.tools.length;

/** Lets the process embed until it has written so many lines, or is done; returns them. */
async function embedUntilKilled(dataDir: string, models: readonly string[], lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [script, dataDir, ...models], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const written: string[] = [];
  const read = createInterface({ input: child.stdout });
  read.on('line', (line) => {
    written.push(line);
    if (written.length === lines) child.kill('SIGKILL');
  });
  await Promise.all([exited, once(read, 'close')]);
  return written;
}

async function storedVectors(dataDir: string) {
  await using store = await openPGliteStore({ dataDir });
  await store.migrate();
  const all = { limit: 10_000 };
  return { inUse: await store.embeddings.read(all), staged: await store.embeddings.readStaged(all) };
}

test('a killed process goes on embedding where it was, and a change of embedder is whole or not at all', {
  timeout: 300_000,
}, async () => {
  const dataDir = join(await temporaryDirectory(), 'data');
  const first = await embedUntilKilled(dataDir, ['old'], 120);
  const { inUse } = await storedVectors(dataDir);
  expect(inUse.length).toBeGreaterThan(0);
  expect(inUse.length).toBeLessThan(count);

  const second = await embedUntilKilled(dataDir, ['old'], Number.POSITIVE_INFINITY);
  expect(second.at(-1)).toBe('done');
  const texts = [...first, ...second].filter((line) => line.startsWith('old\t'));
  expect(new Set(texts).size).toBe(count);
  // What was stored before the kill was not embedded again.
  expect(second.length - 1).toBe(count - inUse.length);

  const interrupted = await embedUntilKilled(dataDir, ['old', 'newer'], 120);
  expect(interrupted.every((line) => line.startsWith('newer\t'))).toBe(true);
  const between = await storedVectors(dataDir);
  expect(between.inUse).toHaveLength(count);
  expect(new Set(between.inUse.map(({ modelId }) => modelId))).toEqual(new Set(['old']));
  expect(between.staged.length).toBeGreaterThan(0);

  const rest = await embedUntilKilled(dataDir, ['old', 'newer'], Number.POSITIVE_INFINITY);
  expect(rest.at(-1)).toBe('done');
  expect(rest.length - 1).toBe(count - between.staged.length);
  const after = await storedVectors(dataDir);
  expect(after.staged).toEqual([]);
  expect(after.inUse).toHaveLength(count);
  const embedded = new Map([...interrupted, ...rest].slice(0, -1).map((line) => [line.slice('newer\t'.length), line]));
  expect(embedded.size).toBe(count);
  for (const { modelId, embedding } of after.inUse) {
    expect([modelId, embedding.length]).toEqual(['newer', 'newer'.length]);
  }
  const expected = new Set([...embedded.keys()].map((text) => vectorOf(text, 'newer'.length).join()));
  expect(new Set(after.inUse.map(({ embedding }) => embedding.join()))).toEqual(expected);
});
