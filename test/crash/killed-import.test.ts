import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AgentCards, createMemoryStore } from '@agentcards/core';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../contracts/fixtures.js';
import { catalogue, executionOf } from './workload.mjs';

const executions = 2_000;

async function collect(cards: AgentCards): Promise<string[]> {
  const all: string[] = [];
  for await (const line of cards.export()) all.push(line);
  return all;
}

/** Kills the import once it has read so many lines; answers whether it was still at work. */
async function importUntilKilled(dataDir: string, file: string, lines: number): Promise<boolean> {
  const script = fileURLToPath(new URL('importer.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let read = 0;
  child.stdout.on('data', (dots: Buffer) => {
    read += dots.length;
    if (read >= lines) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'exit');
  return signal === 'SIGKILL';
}

test('of a killed import whole batches are there, edges and answers follow them, and the next import ends it', async () => {
  const directory = await temporaryDirectory();
  const [dataDir, file] = [join(directory, 'data'), join(directory, 'all.ndjson')];
  const clock = { now: () => Date.UTC(2026, 1, 1) };
  await using source = await createAgentCards({ store: createMemoryStore(), embedder: null, clock });
  await source.tools.sync(catalogue);
  for (let number = 0; number < executions; number++) await source.record(executionOf(number));
  await source.rebuild();
  const lines = await collect(source);
  await writeFile(file, lines.join(''));

  let most = 0;
  for (const at of [600, 1_300, 1_900]) {
    expect(await importUntilKilled(dataDir, file, at)).toBe(true);
    const store = await openPGliteStore({ dataDir });
    const cards = await createAgentCards({ store, embedder: null, clock });
    const stored = await store.executions.read({ limit: 10_000 });
    expect(stored.length % 500).toBe(0);
    most = Math.max(most, stored.length);
    expect((await cards.stats()).executions).toBe(stored.length);
    const edges = await store.edges.read({ limit: 10_000 });
    await cards.rebuild();
    expect(await store.edges.read({ limit: 10_000 })).toEqual(edges);
    await cards.close();
  }
  expect(most).toBeGreaterThan(0);

  await using cards = await createAgentCards({ dataDir, embedder: null, clock });
  const { imported, known } = await cards.import(lines);
  expect([imported.execution, known.execution]).toEqual([executions - most, most]);
  expect((await collect(cards)).sort()).toEqual([...lines].sort());
  expect(await cards.dependencies.list()).toEqual(await source.dependencies.list());
  const question = { intent: 'handle file 3', executed: ['files:find'] };
  const { predictions } = await source.predictNext(question);
  expect((await cards.predictNext(question)).predictions).toEqual(predictions);
});
