import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './fixtures.js';

const program = fileURLToPath(new URL('canaries.mjs', import.meta.url));

interface Report {
  /** What a user, a listener or a reader of the log could see, and where. */
  readonly seen: readonly { readonly where: string; readonly text: string }[];
  /** Codes of the errors that were provoked, or `done`. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly logged: number;
  readonly digestKeys: readonly string[];
}

const refusals = ['refused sync', 'refused execution', 'refused dependency'];

test.each(['memory', 'pglite'])(
  'over the %s store, no error, event, log, health or output has a planted secret, intent, argument or text',
  async (store) => {
    const reportPath = join(await temporaryDirectory(), 'report.json');
    const child = spawnSync(process.execPath, [program, store, reportPath], { encoding: 'utf8', timeout: 120_000 });
    expect(child).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const { seen, outcomes, logged, digestKeys }: Report = JSON.parse(readFileSync(reportPath, 'utf8'));

    // It provoked what it was to provoke, and saw it.
    expect(new Set(Object.values(outcomes).flatMap((codes) => codes.split(' ')))).toEqual(
      new Set(
        'done INVALID_INPUT EMBEDDER_FAILED ABORTED CLOSED TASK_DUPLICATE TASK_DEPENDENCY_UNKNOWN DAG_CYCLE TOOL_UNKNOWN DEPENDENCY_SELF TOOL_DEFINITION_INVALID TOOL_NAME_INVALID TOOL_DUPLICATE TOOL_DEFINITION_TOO_LARGE'
          .split(' ')
          .concat(store === 'pglite' ? 'STORE_OPERATION_FAILED' : []),
      ),
    );
    if (store === 'pglite') {
      for (const refusal of refusals) expect(outcomes).toHaveProperty(refusal, 'STORE_OPERATION_FAILED');
    }
    expect(logged).toBeGreaterThan(5);
    expect(digestKeys).toHaveLength(1);
    for (const where of ['embedding.failed', 'health', 'log', 'server', 'sync of odd tools']) {
      expect(seen.map((each) => each.where)).toContain(where);
    }

    const secrets = new RegExp(`pl4nted|0123456789abcdef|${digestKeys[0]}`, 'i');
    const told = seen.filter(({ text }) => secrets.test(text));
    expect(told.map(({ where, text }) => `${where}: ${secrets.exec(text)?.[0]} in ${text.slice(0, 400)}`)).toEqual([]);
  },
);
