import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../contracts/fixtures.js';
import { catalogue, executionOf } from './workload.mjs';

const everything = { limit: 100_000 };

/** How many executions a store has, all those of the first numbers; its edges are what they show. */
async function countWhole(dataDir: string): Promise<number> {
  const store = await openPGliteStore({ dataDir });
  await using cards = await createAgentCards({ store, embedder: null, retention: { executions: false } });
  const ids = (await store.executions.read(everything)).map(({ id }) => id);
  expect(ids).toEqual(ids.map((_, number) => executionOf(number).id));
  const edges = await store.edges.read(everything);
  await cards.rebuild();
  expect(await store.edges.read(everything)).toEqual(edges);
  return ids.length;
}

test('a backup has whatever was acknowledged before, nothing half, and leaves the store as it is', async () => {
  const directory = await temporaryDirectory();
  const dataDir = join(directory, 'data');
  const store = await openPGliteStore({ dataDir });
  const cards = await createAgentCards({ store, embedder: null, retention: { executions: false } });
  await cards.tools.sync(catalogue);
  let next = 0;
  let acknowledged = 0;
  let stopped = false;
  async function record(): Promise<void> {
    while (!stopped) {
      await cards.record(executionOf(next++));
      acknowledged += 1;
      // The database runs in this process, and leaves no turn to timers.
      await setImmediate();
    }
  }
  const recording = Promise.all(Array.from({ length: 4 }, record));
  const before: number[] = [];
  await mkdir(join(directory, 'copy 1'));
  for (const copy of ['copy 0', 'copy 1', 'new/copy 2']) {
    await setTimeout(200);
    before.push(acknowledged);
    await store.backup(join(directory, copy));
  }
  stopped = true;
  await recording;
  const all = acknowledged;
  for (const path of ['copy 0', '', 'data', 'data/copy']) {
    await expect(store.backup(path && join(directory, path))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
  await expect(store.backup(join(directory, 'never'), { signal: AbortSignal.abort('enough') })).rejects.toMatchObject({
    code: 'ABORTED',
    cause: 'enough',
  });
  await cards.close();
  await expect(store.backup(join(directory, 'late'))).rejects.toMatchObject({ code: 'CLOSED' });

  expect((await readdir(directory)).sort()).toEqual(['copy 0', 'copy 1', 'data', 'new']);
  const counts: number[] = [];
  for (const copy of ['copy 0', 'copy 1', 'new/copy 2', 'data']) counts.push(await countWhole(join(directory, copy)));
  expect(before[0]).toBeGreaterThan(0);
  for (const [index, least] of before.entries()) expect(counts[index]).toBeGreaterThanOrEqual(least);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(counts.at(-1)).toBe(all);
});

test('of backups that are killed, those in place are whole', async () => {
  const directory = await temporaryDirectory();
  const script = fileURLToPath(new URL('backups.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const finished: string[] = [];
  lines.on('line', (line) => finished.push(line));
  while (finished.length < 3) await Promise.race([once(lines, 'line'), exited]);
  // Into the middle of one.
  const begun = async () => (await readdir(directory)).filter((name) => name.includes('.partial-'));
  while ((await begun()).length === 0) await setTimeout(1);
  child.kill('SIGKILL');
  expect(await exited).toEqual([null, 'SIGKILL']);

  const names = await readdir(directory);
  expect(await begun()).toHaveLength(1);
  const copies = names.filter((name) => name.startsWith('copy') && !name.includes('.partial-'));
  expect(copies.length).toBeGreaterThanOrEqual(finished.length);
  for (const name of [...copies.slice(-2), 'data']) expect(await countWhole(join(directory, name))).toBe(50);
});
