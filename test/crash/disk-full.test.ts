import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openPGliteStore } from '@agentcards/store-pglite';
import { onTestFinished, test as plainTest } from 'vitest';
import { temporaryDirectory } from '../contracts/fixtures.js';

const worker = fileURLToPath(new URL('fault-worker.mjs', import.meta.url));

const test = plainTest.extend<{ mount: (options: string) => Promise<string> }>({
  /** A file system of a size of its own; skips where this user may not mount one. */
  mount: async ({ skip }, use) => {
    await use(async (options) => {
      const folder = await temporaryDirectory();
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
      } catch {
        skip('a small file system cannot be mounted here');
      }
      onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
      return folder;
    });
  },
});

/** Lets the worker write until it cannot; `during` sees each line that it says. */
async function work(dataDir: string, during: (line: string) => void): Promise<{ said: string[]; code: unknown }> {
  const child = spawn(process.execPath, [worker, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    said.push(line);
    during(line);
  });
  const [[code]] = await Promise.all([exited, once(lines, 'close')]);
  return { said, code };
}

function fill(file: string): void {
  const filler = openSync(file, 'w');
  try {
    for (;;) writeSync(filler, Buffer.alloc(65_536));
  } catch {
    closeSync(filler);
  }
}

test('a disk that fills up: coded errors, an end, and all that was acknowledged once there is room', async ({
  mount,
  expect,
}) => {
  const folder = await mount('size=70m');
  const [dataDir, filler] = [join(folder, 'data'), join(folder, 'filler')];
  const { said, code } = await work(dataDir, (line) => line === '50' && fill(filler));
  expect(code).toBe(0);
  expect(said.slice(-3)).toEqual(['STORE_OPERATION_FAILED', 'STORE_OPERATION_FAILED', 'closed']);
  expect(await readdir(dataDir)).not.toContain('agentcards.lock');
  rmSync(filler);
  const last = Number(said.at(-4));
  expect(last).toBeGreaterThan(50);
  await using store = await openPGliteStore({ dataDir });
  await store.migrate();
  // What was under way when the database stopped may have been stored.
  expect([last, last + 1]).toContain(Number(String(await store.config.get('key')).split(' ')[0]));
});

test('a directory removed while the store is open: nothing more is acknowledged, and the process ends', async ({
  expect,
}) => {
  const dataDir = join(await temporaryDirectory(), 'data');
  const { said, code } = await work(dataDir, (line) => line === '50' && rmSync(dataDir, { recursive: true }));
  expect(code).toBe(0);
  expect(said.slice(-3)).toEqual(['STORE_OPERATION_FAILED', 'STORE_OPERATION_FAILED', 'closed']);
  expect(await readdir(join(dataDir, '..'))).toEqual([]);
});

test('a disk too small for a new store: refused, and created once there is room', async ({ mount, expect }) => {
  const folder = await mount('size=10m');
  const dataDir = join(folder, 'data');
  await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({
    code: 'STORE_OPEN_FAILED',
    cause: { code: 'ENOSPC' },
  });
  expect(await readdir(dataDir)).not.toContain('agentcards.lock');
  execFileSync('mount', ['-o', 'remount,size=90m', folder]);
  await using store = await openPGliteStore({ dataDir });
  await store.migrate();
});

test('a directory that can only be read: refused, and nothing waits', async ({ mount, expect }) => {
  const folder = await mount('size=10m');
  execFileSync('mount', ['-o', 'remount,ro', folder]);
  await expect(openPGliteStore({ dataDir: folder })).rejects.toMatchObject({
    code: 'STORE_OPEN_FAILED',
    cause: { code: 'EROFS' },
  });
});
