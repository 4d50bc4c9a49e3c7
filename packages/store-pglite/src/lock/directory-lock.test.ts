import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type DirectoryLock, lockDirectory, lockFileName } from './directory-lock.js';
import { identifyThisProcess, isRunning, type ProcessIdentity } from './process-identity.js';
import { processStart } from './process-start.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'agentcards-lock-'));
  onTestFinished(() => rm(directory, { recursive: true }));
});

const lockFile = () => join(directory, lockFileName);
const leave = (content: unknown, file = lockFile()) => writeFile(file, JSON.stringify(content));
const refused = (details: object) =>
  expect.objectContaining({ code: 'STORE_LOCKED', details: expect.objectContaining(details) });

async function endedProcess(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', '']);
  const started = (await processStart(child.pid!)) ?? null;
  await once(child, 'exit');
  return { ...(await identifyThisProcess()), pid: child.pid!, started };
}

/** The process that runs this one: alive, and not this one. */
async function otherProcess(): Promise<ProcessIdentity> {
  const started = (await processStart(process.ppid)) ?? null;
  return { ...(await identifyThisProcess()), pid: process.ppid, started };
}

async function race(contenders: number): Promise<DirectoryLock[]> {
  const attempts = await Promise.allSettled(Array.from({ length: contenders }, () => lockDirectory(directory)));
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') expect(attempt.reason).toEqual(refused({ pid: process.pid }));
  }
  return attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
}

test('a second lock is refused and names the holder, until the first is released', async () => {
  const lock = await lockDirectory(directory);
  const { host } = await identifyThisProcess();
  await expect(lockDirectory(directory)).rejects.toEqual(refused({ pid: process.pid, host, lockFile: lockFile() }));
  expect(lock.isHeld()).toBe(true);
  await lock.release();
  expect(lock.isHeld()).toBe(false);
  expect(await readdir(directory)).toEqual([]);
  await (await lockDirectory(directory)).release();
});

test.each(['free', 'left by a process that has ended'])(
  'of 32 at once on a directory that is %s, one wins',
  async (kind) => {
    if (kind !== 'free') await leave(await endedProcess());
    const winners = await race(32);
    expect(winners).toHaveLength(1);
    expect(await readdir(directory)).toEqual([lockFileName]);
    await winners[0]!.release();
  },
);

describe('the lock of', () => {
  const here = identifyThisProcess;
  const holders: Record<string, { holder: () => Promise<ProcessIdentity>; taken: boolean }> = {
    'a process that has ended': { holder: endedProcess, taken: true },
    'a process that runs': { holder: otherProcess, taken: false },
    'a process whose pid another one has now': {
      holder: async () => ({ ...(await otherProcess()), started: 'long ago' }),
      taken: true,
    },
    'a running pid whose start is not known': {
      holder: async () => ({ ...(await otherProcess()), started: null }),
      taken: false,
    },
    'a process before this machine was started again': {
      holder: async () => ({ ...(await otherProcess()), boot: 'an earlier one' }),
      taken: true,
    },
    'a process on another machine': {
      holder: async () => ({ ...(await endedProcess()), boot: 'another one', host: `not ${(await here()).host}` }),
      taken: false,
    },
    'a process in another container': {
      holder: async () => ({ ...(await endedProcess()), pidNamespace: 'another one' }),
      taken: false,
    },
  };

  test.each(Object.entries(holders))('%s', async (_name, { holder, taken }) => {
    const left = await holder();
    await leave(left);
    if (taken) {
      await (await lockDirectory(directory)).release();
      expect(await readdir(directory)).toEqual([]);
    } else {
      await expect(lockDirectory(directory)).rejects.toEqual(refused({ pid: left.pid, host: left.host }));
      expect(JSON.parse(await readFile(lockFile(), 'utf8'))).toEqual(left);
    }
  });
});

test('who finds a dead holder, and is slow, leaves the lock to who was faster', async () => {
  await leave(await endedProcess());
  let faster: DirectoryLock | undefined;
  const slower = lockDirectory(directory, async (holder, self) => {
    if (faster) return isRunning(holder, self);
    faster = await lockDirectory(directory);
    return false;
  });
  await expect(slower).rejects.toEqual(refused({ pid: process.pid }));
  await faster!.release();
  expect(await readdir(directory)).toEqual([]);
});

test('a takeover that ended half-way is taken over too', async () => {
  await leave(await endedProcess());
  await leave(await endedProcess(), `${lockFile()}.takeover`);
  const winners = await race(8);
  expect(winners).toHaveLength(1);
  expect(await readdir(directory)).toEqual([lockFileName]);
});

test('a lock that is a link to nothing is one that cannot be read', async () => {
  await symlink('nowhere', lockFile());
  await expect(lockDirectory(directory)).rejects.toEqual(refused({ lockFile: lockFile() }));
});

test('while another process takes a dead lock over, it is the holder', async () => {
  await leave(await endedProcess());
  await leave(await otherProcess(), `${lockFile()}.takeover`);
  await expect(lockDirectory(directory)).rejects.toEqual(refused({ pid: process.ppid }));
});

test('whoever is refused is told who has it, and what may be done', async () => {
  const self = await identifyThisProcess();
  const refusal = async (holder: ProcessIdentity) => {
    await leave(holder);
    return lockDirectory(directory, async () => true).catch(({ message, hint }) => `${message} ${hint}`);
  };
  expect(await refusal(self)).toMatch(/^This process \(.*worker thread ended/);
  expect(await refusal({ ...self, started: 'long ago' })).toMatch(/^Process .* If that process is gone/);
  expect(await refusal({ ...self, pidNamespace: 'another one' })).toMatch(
    /^Process .* of another container .* is this one/,
  );
  expect(await refusal({ ...self, pidNamespace: 'another one', host: 'elsewhere' })).toMatch(
    /^Process .* on elsewhere has/,
  );
});

describe('a file system such as NFS', () => {
  const failing = (code: string) => Object.assign(new Error(`${code}: a step of the file system`), { code });
  const steps = { link, rename };
  const step = (name: keyof typeof steps, code: string, isDone: boolean) => ({
    ...steps,
    [name]: async (from: string, to: string) => {
      if (isDone) await steps[name](from, to);
      throw failing(code);
    },
  });

  test.each([
    ['link', 'EEXIST', 'free'],
    ['link', 'EIO', 'free'],
    ['rename', 'ENOENT', 'left by a process that has ended'],
    ['rename', 'EIO', 'left by a process that has ended'],
  ] as const)('may say of a %s that was done that it failed with %s: the lock is taken', async (name, code, kind) => {
    if (kind !== 'free') await leave(await endedProcess());
    const lock = await lockDirectory(directory, isRunning, step(name, code, true));
    expect(await readdir(directory)).toEqual([lockFileName]);
    await expect(lockDirectory(directory)).rejects.toEqual(refused({ pid: process.pid }));
    await lock.release();
    expect(await readdir(directory)).toEqual([]);
  });

  test('may fail to link: the error says so, and nothing is left', async () => {
    await expect(lockDirectory(directory, isRunning, step('link', 'EPERM', false))).rejects.toThrow('EPERM');
    expect(await readdir(directory)).toEqual([]);
  });

  test('may fail to rename: the error says so, the dead lock stays, and the next one takes it over', async () => {
    const left = await endedProcess();
    await leave(left);
    await expect(lockDirectory(directory, isRunning, step('rename', 'EIO', false))).rejects.toThrow('EIO');
    expect(await readdir(directory)).toEqual([lockFileName]);
    expect(JSON.parse(await readFile(lockFile(), 'utf8'))).toEqual(left);
    await (await lockDirectory(directory)).release();
    expect(await readdir(directory)).toEqual([]);
  });

  test('may say of a link that another process was faster with that it failed: the other one is the holder', async () => {
    const other = await otherProcess();
    const late = {
      ...steps,
      link: async () => {
        await leave(other);
        throw failing('EEXIST');
      },
    };
    await expect(lockDirectory(directory, isRunning, late)).rejects.toEqual(refused({ pid: other.pid }));
    expect(await readdir(directory)).toEqual([lockFileName]);
  });
});

test.each(['', '{"pid":', '{"pid":"1"}', 'null'])('a lock file with the content %j is left alone', async (content) => {
  await writeFile(lockFile(), content);
  await expect(lockDirectory(directory)).rejects.toMatchObject({
    code: 'STORE_LOCKED',
    hint: expect.stringContaining('delete the file'),
  });
  expect(await readFile(lockFile(), 'utf8')).toBe(content);
});

test('releasing leaves the lock of another alone', async () => {
  const lock = await lockDirectory(directory);
  const other = await otherProcess();
  await leave(other);
  expect(lock.isHeld()).toBe(false);
  await lock.release();
  expect(JSON.parse(await readFile(lockFile(), 'utf8'))).toEqual(other);
});

describe('a directory that was moved', () => {
  const movedAway = async () => {
    const moved = `${directory}-moved`;
    await rename(directory, moved);
    onTestFinished(() => rm(moved, { recursive: true }));
    return moved;
  };

  test('is held where it is now until its lock is released, and is free then', async () => {
    const lock = await lockDirectory(directory);
    const moved = await movedAway();
    await mkdir(directory);
    expect(lock.isHeld()).toBe(false);
    await expect(lockDirectory(moved)).rejects.toEqual(refused({ pid: process.pid }));
    await Promise.all([lock.release(), lock.release()]);
    const winners = await Promise.all([lockDirectory(moved), lockDirectory(directory)]);
    expect(winners.map((each) => each.isHeld())).toEqual([true, true]);
    await Promise.all(winners.map((each) => each.release()));
    expect(await readdir(moved)).toEqual([]);
  });

  test('belongs to whoever took it there: releasing leaves that alone', async () => {
    const lock = await lockDirectory(directory);
    const moved = await movedAway();
    await mkdir(directory);
    await rm(join(moved, lockFileName));
    const next = await lockDirectory(moved);
    await lock.release();
    expect(next.isHeld()).toBe(true);
    await next.release();
  });
});
