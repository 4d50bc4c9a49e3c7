import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAgentCards } from 'agentcards';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './fixtures.js';

const program = fileURLToPath(new URL('forgotten-close.mjs', import.meta.url));

function runTo(dataDir: string) {
  return spawnSync(process.execPath, [program, dataDir], { encoding: 'utf8', timeout: 100_000 });
}

test('a process that forgets to close ends by itself, and what it wrote is there', async () => {
  const dataDir = join(await temporaryDirectory(), 'data');
  expect(runTo(dataDir)).toMatchObject({ status: 0, signal: null, stdout: '', stderr: '' });
  await using cards = await createAgentCards({ dataDir });
  expect(await cards.stats()).toMatchObject({ tools: { active: 1 }, executions: 1 });
});

test('and one with a store in memory too', () => {
  expect(runTo('memory://')).toMatchObject({ status: 0, signal: null, stdout: '', stderr: '' });
});
