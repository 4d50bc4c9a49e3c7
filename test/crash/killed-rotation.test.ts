import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSecretVault, type UserStore } from '@agentcards/auth';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createUserStore } from '@agentcards/store-pglite/users';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../contracts/fixtures.js';
import { onlyFirst, onlySecond, secondThenFirst, secretNames, userIds } from './rotation.mjs';

async function withUsers<Result>(dataDir: string, work: (users: UserStore) => Promise<Result>): Promise<Result> {
  const store = await openPGliteStore({ dataDir });
  try {
    await store.migrate();
    return await work(createUserStore(store));
  } finally {
    await store.close();
  }
}

/** Kills the rotation once it has wrapped so many anew; answers with the lines that it had said by then. */
async function rotateUntilKilled(dataDir: string, rewrapped: number): Promise<readonly string[]> {
  const script = fileURLToPath(new URL('rotator.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    const counts = [...said.matchAll(/^rewrapped (\d+)\n/gm)].map(([, count]) => Number(count));
    if (Number(counts.at(-1) ?? 0) >= rewrapped) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  // The last line may have been cut.
  return said.split('\n').slice(0, -1);
}

test('a rotation that is killed has lost no value, goes on where it was, and comes to an end', async () => {
  const dataDir = join(await temporaryDirectory(), 'data');
  const keyOf = ({ userId, name }: { readonly userId: string; readonly name: string }) => `${userId} ${name}`;
  const values = new Map(secretNames.map((name) => [keyOf(name), new Set(['at first'])]));
  await withUsers(dataDir, async (store) => {
    for (const id of userIds) {
      const names = { githubId: null, username: id, email: null, avatarUrl: null };
      await store.users.create({ id, ...names, role: 'user', createdAt: new Date(0), updatedAt: new Date(0) });
    }
    const vault = createSecretVault({ store: store.secrets, keys: onlyFirst });
    for (const name of secretNames) await vault.set(name, 'at first');
  });

  let before = secretNames.length;
  for (const rewrapped of [30, 50]) {
    const lines = await rotateUntilKilled(dataDir, rewrapped);
    const acknowledged = lines.filter((line) => line.startsWith('set ')).map((line) => JSON.parse(line.slice(4)));
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const [userId, name, value] of acknowledged) values.set(keyOf({ userId, name }), new Set([value]));
    // One more may have been written than the process lived to say.
    const [pid, last] = String(acknowledged.at(-1)[2]).split(' ');
    const unsaid = secretNames[((Number(last) + 1) * 37) % secretNames.length]!;
    values.get(keyOf(unsaid))!.add(`${pid} ${Number(last) + 1}`);

    await withUsers(dataDir, async (store) => {
      const left = (await store.secrets.listWrappedOtherwise('k2', { limit: 1_000 })).length;
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(before - rewrapped);
      before = left;
      const vault = createSecretVault({ store: store.secrets, keys: secondThenFirst });
      for (const name of secretNames) expect(values.get(keyOf(name))).toContain((await vault.get(name))?.value);
    });
  }

  await withUsers(dataDir, async (store) => {
    const vault = createSecretVault({ store: store.secrets, keys: secondThenFirst });
    expect(await vault.rotate()).toEqual({ rewrapped: before, unreadable: 0, remaining: 0 });
    const afterwards = createSecretVault({ store: store.secrets, keys: onlySecond });
    for (const name of secretNames) expect(values.get(keyOf(name))).toContain((await afterwards.get(name))?.value);
  });
});
