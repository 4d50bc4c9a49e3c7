import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expectContents } from '@agentcards/conformance';
import { openPGliteStore } from '@agentcards/store-pglite';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../contracts/fixtures.js';
import { storeFixtures, unpackStoreFixture } from '../contracts/store-fixtures.js';

const program = fileURLToPath(new URL('store-holder.mjs', import.meta.url));

/** Starts a process that opens the store; `answer` is `opened`, or the code of its refusal. */
async function startHolder(dataDir: string): Promise<{ child: ChildProcess; answer: string }> {
  const child = spawn(process.execPath, [program, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [answer] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, answer: String(answer) };
}

async function end(child: ChildProcess, how: () => unknown): Promise<unknown> {
  const exited = once(child, 'exit');
  how();
  return (await exited)[0];
}

test('one process at a time: the living holder is named, the dead one is replaced, once', async () => {
  const dataDir = join(await temporaryDirectory(), 'data');
  const { child: holder, answer } = await startHolder(dataDir);
  expect(answer).toBe('opened');
  const others = await Promise.allSettled(Array.from({ length: 100 }, () => openPGliteStore({ dataDir })));
  const refusal = { status: 'rejected', reason: { code: 'STORE_LOCKED', details: { pid: holder.pid } } };
  expect(others).toMatchObject(Array.from({ length: 100 }, () => refusal));
  await end(holder, () => holder.kill('SIGKILL'));

  const heirs = await Promise.all(Array.from({ length: 5 }, () => startHolder(dataDir)));
  expect(heirs.map(({ answer }) => answer).sort()).toEqual([
    'STORE_LOCKED',
    'STORE_LOCKED',
    'STORE_LOCKED',
    'STORE_LOCKED',
    'opened',
  ]);
  const heir = heirs.find(({ answer }) => answer === 'opened')!.child;
  // Nothing but its input keeps the process: it ends by itself once the store is closed.
  expect(await end(heir, () => heir.stdin!.end())).toBe(0);
  await (await openPGliteStore({ dataDir })).close();
});

test('two processes that bring one older store to this version: one does, the other is refused, and it is whole', async () => {
  const dataDir = join(await temporaryDirectory(), 'data');
  unpackStoreFixture(storeFixtures[0]!, dataDir);
  const both = await Promise.all([startHolder(dataDir), startHolder(dataDir)]);
  expect(both.map(({ answer }) => answer).sort()).toEqual(['STORE_LOCKED', 'opened']);
  const winner = both.find(({ answer }) => answer === 'opened')!.child;
  expect(await end(winner, () => winner.stdin!.end())).toBe(0);
  await using store = await openPGliteStore({ dataDir });
  await store.migrate();
  await expectContents(store);
});
