import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { run } from './spawn.mjs';

const module = JSON.stringify(new URL('./spawn.mjs', import.meta.url).href);

test('answers with the exit code and what was piped', async () => {
  const ended = await run('node', ['-e', 'console.log("out"); process.exit(7)'], { stdio: ['ignore', 'pipe', 'pipe'] });
  expect(ended).toEqual({ code: 7, signal: null, output: 'out\n' });
});

test('rejects when the program does not exist', async () => {
  await expect(run('no-such-program-of-agentcards', [], {})).rejects.toThrow('ENOENT');
});

test('a signal reaches the child, and the parent ends as the child did', async () => {
  const waiting = 'process.on("SIGTERM", () => process.exit(9)); setInterval(() => {}, 1000); console.log("up")';
  const code = `import(${module}).then(async ({ run, endAs }) => {
    endAs(await run('node', ['-e', ${JSON.stringify(waiting)}], { stdio: 'inherit' }));
  })`;
  const parent = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(parent.stdout, 'data');
  parent.kill('SIGTERM');
  expect(await once(parent, 'exit')).toEqual([9, null]);
});

test('a child ended by a signal ends the parent by the same', async () => {
  const code = `import(${module}).then(async ({ run, endAs }) => {
    endAs(await run('node', ['-e', 'process.kill(process.pid, "SIGKILL")'], { stdio: 'inherit' }));
  })`;
  const parent = spawn(process.execPath, ['-e', code]);
  expect(await once(parent, 'exit')).toEqual([null, 'SIGKILL']);
});
