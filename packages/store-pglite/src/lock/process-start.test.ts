import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { processStart } from './process-start.js';

test('tells apart two processes, and one that has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  const started = await processStart(child.pid!);
  expect(started).toEqual(expect.any(String));
  expect(await processStart(child.pid!)).toBe(started);
  expect(await processStart(process.pid)).not.toBe(started);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await processStart(child.pid!)).toBeUndefined();
});

test('asks ps where there is no /proc', async () => {
  const started = await processStart(process.pid, 'darwin');
  expect(Date.parse(`${started} UTC`)).toBeLessThanOrEqual(Date.now());
  expect(await processStart(process.pid, 'darwin')).toBe(started);
});

test.runIf(process.platform === 'linux')('a zombie has ended (only Linux shows them in /proc)', async () => {
  // The shell becomes a sleep that never asks for the exit code of its child.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(String(output));
  while (!/\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8'))) await setTimeout(5);
  expect(await processStart(pid)).toBeUndefined();
});
