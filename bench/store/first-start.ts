/**
 * How long a store takes to be usable, from the call of `openPGliteStore` until `migrate` has resolved: the first time
 * in an empty directory, with the cluster that comes with the package and without it (PGlite's initdb), and again. Beside
 * PGlite alone. Each in a process of its own, in turns; medians of the clock and of the processor, all threads.
 *
 *     pnpm build && pnpm bench:first-start [--rounds 7]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PGlite } from '@electric-sql/pglite';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, start: { type: 'string' }, dataDir: { type: 'string' } },
});

type Start = (dataDir: string) => Promise<{ close(): Promise<void> }>;

/** The sources have no image; the build has. */
const openStore = async (entry: string): Promise<Start> => {
  const { openPGliteStore }: typeof import('@agentcards/store-pglite') = await import(
    new URL(`../../packages/store-pglite/${entry}`, import.meta.url).href
  );
  return async (dataDir) => {
    const store = await openPGliteStore({ dataDir });
    await store.migrate();
    return store;
  };
};

const starts: Record<string, { load: () => Promise<Start>; where: 'new' | 'used' | 'memory' }> = {
  'PGlite alone, new directory': { load: async () => (dataDir) => PGlite.create(dataDir), where: 'new' },
  'store without image, new directory': { load: () => openStore('src/index.ts'), where: 'new' },
  'store, new directory': { load: () => openStore('dist/index.js'), where: 'new' },
  'PGlite alone, the directory again': { load: async () => (dataDir) => PGlite.create(dataDir), where: 'used' },
  'store, the directory again': { load: () => openStore('dist/index.js'), where: 'used' },
  'store, memory': { load: () => openStore('dist/index.js'), where: 'memory' },
};

if (values.start !== undefined && values.dataDir !== undefined) {
  const start = await starts[values.start]!.load();
  const [began, used] = [performance.now(), process.cpuUsage()];
  const started = await start(values.dataDir);
  const { user, system } = process.cpuUsage(used);
  console.log(JSON.stringify([performance.now() - began, (user + system) / 1_000]));
  await started.close();
} else {
  const folder = mkdtempSync(join(tmpdir(), 'agentcards-first-start-'));
  const run = (start: string, dataDir: string): [number, number] => {
    const script = [...process.execArgv, fileURLToPath(import.meta.url), '--start', start, '--dataDir', dataDir];
    return JSON.parse(execFileSync(process.execPath, script, { encoding: 'utf8' }));
  };
  const times = new Map(Object.keys(starts).map((name) => [name, [] as [number, number][]]));
  run('store, new directory', join(folder, 'used'));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, { where }] of Object.entries(starts)) {
      const dataDir = { new: join(folder, `${round} ${name}`), used: join(folder, 'used'), memory: 'memory://' }[where];
      times.get(name)!.push(run(name, dataDir));
    }
  }
  for (const [name, measured] of times) {
    const [clock, processor] = [0, 1].map((column) => median(measured.map((pair) => pair[column]!)));
    console.log(`${name.padEnd(36)} ${clock!.toFixed(0).padStart(6)} ms, processor ${processor!.toFixed(0)} ms`);
  }
  // Only now: creating files is slow for a while where many were deleted.
  rmSync(folder, { recursive: true });
}

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1]!;
}
