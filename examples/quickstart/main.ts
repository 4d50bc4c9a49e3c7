/*
 * The whole of AgentCards on twelve real MCP servers. Whatever it prints is checked; it fails where one check does.
 *
 *   npm run quickstart             in the root of the repository
 *   npm run quickstart -- --keep   leaves the database and what the servers wrote, and says where
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AgentCardsError } from 'agentcards';
import { wrap } from './format.js';
import { openScreen } from './screen.js';
import { tell } from './story.js';

const screen = openScreen(process.stdout, process.env);
const controller = new AbortController();
// Once each: a second Ctrl-C ends the program at once. The servers end with it either way.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());

const dataFolder = fileURLToPath(new URL('.agentcards/quickstart', import.meta.url));
await mkdir(dataFolder, { recursive: true });
// A folder for each run: what it shows is learning, so it begins with nothing learnt.
const folder = await mkdtemp(join(dataFolder, 'run-'));
const keep = process.argv.includes('--keep');
try {
  await tell({ screen, folder, signal: controller.signal });
  if (keep) screen.line(`Kept: ${folder}`);
} catch (error) {
  const interrupted = controller.signal.aborted;
  process.exitCode = interrupted ? 130 : 1;
  const message = error instanceof Error ? error.message : String(error);
  const hint = AgentCardsError.isInstance(error) ? (error.hint ?? '') : '';
  screen.line();
  for (const line of wrap(interrupted ? 'Interrupted.' : `${message} ${hint}`, 76)) screen.bad(line);
} finally {
  if (!keep) await rm(folder, { recursive: true, force: true });
}
