/*
 * The whole of AgentCards on twelve real MCP servers. Whatever it prints is checked; it fails where one check does.
 *
 *   npm run quickstart             in the root of the repository
 *   npm run quickstart -- --keep   leaves the database and what the servers wrote, and says where
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AgentCardsError } from 'agentcards';
import { wrap } from './format.js';
import { openScreen } from './screen.js';
import { tell } from './story.js';

const screen = openScreen(process.stdout, process.env);
const keep = process.argv.includes('--keep');
const dataFolder = fileURLToPath(new URL('.agentcards/quickstart', import.meta.url));
mkdirSync(dataFolder, { recursive: true });
// A folder for each run: what it shows is learning, so it begins with nothing learnt.
const folder = mkdtempSync(join(dataFolder, 'run-'));

function cleanUp(): void {
  if (keep) screen.line(`Kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

// Ctrl-C ends the program at once, as ever. The servers need no word: they end with it, however it ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    cleanUp();
    process.kill(process.pid, signal);
  });
}

try {
  await tell(screen, folder);
} catch (error) {
  process.exitCode = 1;
  // The first line: some assertions add the whole of what they compared.
  const [message] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  const hint = AgentCardsError.isInstance(error) ? (error.hint ?? '') : '';
  screen.line();
  for (const line of wrap(`${message} ${hint}`, 76)) screen.bad(line);
}
cleanUp();
