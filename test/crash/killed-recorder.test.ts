import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type AgentCards,
  createAgentCards,
  createMemoryStore,
  type EngineSettings,
  type Store,
} from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { openPGliteStore } from '@agentcards/store-pglite';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../contracts/fixtures.js';
import { catalogue, executionOf } from './workload.mjs';

const kills = 22;
/** Of the recorder: as many executions can be stored without having been acknowledged. */
const parallel = 4;
const recorder = fileURLToPath(new URL('recorder.mjs', import.meta.url));

/**
 * Weights of the evidence are learned whenever executions have grown enough, which each process finds at another moment:
 * the answers are compared without them.
 */
const createEngineWithoutWeights = (settings: EngineSettings) =>
  createEngine({ ...settings, leaveOut: ['learnedWeights'] });

/** Lets the recorder run until its moment comes; returns the numbers that it acknowledged. */
async function recordUntilKilled(dataDir: string, first: number, moment: Moment): Promise<number[]> {
  const child = spawn(process.execPath, [recorder, dataDir, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const ready = once(lines, 'line');
  const acknowledged: number[] = [];
  lines.on('line', (line) => line !== 'ready' && acknowledged.push(Number(line)));
  if (moment.after === 'ready') await Promise.race([ready, exited]);
  await setTimeout(moment.milliseconds);
  child.kill('SIGKILL');
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  return acknowledged;
}

interface Moment {
  readonly after: 'start' | 'ready';
  readonly milliseconds: number;
}

/** The first kill falls into the creation of the database, every fifth into an opening, the others into the work. */
function momentOf(seed: string, kill: number): Moment {
  const random = createHash('sha256').update(`${seed} ${kill}`).digest().readUInt32BE(0) / 2 ** 32;
  if (kill === 0) return { after: 'start', milliseconds: random * 3_000 };
  if (kill % 5 === 0) return { after: 'start', milliseconds: random * 1_000 };
  return { after: 'ready', milliseconds: random * 800 };
}

/** The same work in memory, with the same settings (the key of digests among them). */
async function createReference(config: Store['config']): Promise<{ store: Store; cards: AgentCards }> {
  const store = createMemoryStore();
  for (const { key, value } of await config.list('')) await store.config.set(key, value);
  const cards = await createAgentCards({
    store,
    createEngine: createEngineWithoutWeights,
    retention: { executions: false },
  });
  await cards.tools.sync(catalogue);
  return { store, cards };
}

async function contents({ executions, edges }: Store) {
  const [stored, shown] = await Promise.all([executions.read({ limit: 100_000 }), edges.read({ limit: 100_000 })]);
  return { executions: stored, edges: new Map(shown.map((edge) => [`${edge.from} ${edge.to}`, edge])) };
}

test(`${kills} kills lose nothing that was acknowledged and leave nothing half`, { timeout: 300_000 }, async () => {
  const seed = process.env.CRASH_SEED ?? String(Date.now());
  console.log(`CRASH_SEED=${seed}`);
  const dataDir = join(await temporaryDirectory(), 'data');
  const acknowledged: number[] = [];
  const present = new Set<string>();
  let reference: Awaited<ReturnType<typeof createReference>> | undefined;
  let next = 0;

  for (let kill = 0; kill < kills; kill++) {
    const acknowledgedNow = await recordUntilKilled(dataDir, next, momentOf(seed, kill));
    acknowledged.push(...acknowledgedNow);
    const highest = Math.max(next, ...acknowledgedNow) + 2 * parallel;

    const store = await openPGliteStore({ dataDir });
    const cards = await createAgentCards({
      store,
      createEngine: createEngineWithoutWeights,
      retention: { executions: false },
    });
    await cards.tools.sync(catalogue);
    reference ??= await createReference(store.config);
    const found = await contents(store);
    const ids = new Set(found.executions.map(({ id }) => id));
    expect(acknowledged.map((number) => executionOf(number).id).filter((id) => !ids.has(id))).toEqual([]);

    const added = Array.from({ length: highest - next }, (_, index) => executionOf(next + index)).filter(({ id }) =>
      ids.has(id),
    );
    expect(added.length - acknowledgedNow.length).toBeLessThanOrEqual(parallel);
    for (const execution of added) {
      await reference.cards.record(execution);
      present.add(execution.id);
    }
    expect(ids).toEqual(present);
    expect(found).toEqual(await contents(reference.store));

    expect((await cards.stats()).executions).toBe(present.size);
    const query = { intent: 'handle file 3', executed: ['files:find'] };
    expect((await cards.predictNext(query)).predictions).toEqual(
      (await reference.cards.predictNext(query)).predictions,
    );
    await cards.close();
    next = highest;
  }
  console.log(`${kills} kills, ${acknowledged.length} executions acknowledged, ${present.size} stored`);
  expect(acknowledged.length).toBeGreaterThan(kills);
});
