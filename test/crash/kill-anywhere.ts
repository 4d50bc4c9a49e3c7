import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { contentsOf } from './check-store.js';
import { downgrade } from './downgrade.js';
import { manyTools } from './vectors.mjs';
import { executionOf } from './workload.mjs';

/** The life of a directory; each work is killed once. `migrate` is a start on an older schema. */
const life = ['start', 'sync', 'record', 'migrate', 'reembed', 'forget', 'record', 'close'] as const;
type Work = (typeof life)[number];

export interface Outcome {
  readonly kills: number;
  /** Kills before the work had ended. */
  readonly inTheMiddle: number;
  readonly acknowledged: number;
  readonly faults: readonly string[];
}

/**
 * Kills a process at random moments of all that a store does, and looks after each kill whether the directory opens, all
 * that was acknowledged is there, and nothing was written by half: what was derived equals what would be derived.
 */
export async function killAnywhere(kills: number, seed: string, tell: (line: string) => void): Promise<Outcome> {
  const random = (what: string) => createHash('sha256').update(`${seed} ${what}`).digest().readUInt32BE(0) / 2 ** 32;
  const worker = fileURLToPath(new URL('kill-worker.mjs', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'agentcards-kills-'));
  const usual = new Map<string, number>();
  const faults: string[] = [];
  let [inTheMiddle, acknowledged] = [0, 0];
  let lived = newLife(join(folder, '0'));

  for (let kill = 0; kill < kills; kill++) {
    const work = life[kill % life.length]!;
    if (work === 'start' && kill > 0) {
      await rm(lived.dataDir, { recursive: true, force: true });
      lived = newLife(join(folder, String(kill)));
    }
    if (work === 'migrate') await downgrade(lived.dataDir, 1 + Math.floor(random(`${kill} schema`) * 4));
    const end = random(`${kill} end`);
    const how = end < 0.7 ? 'SIGKILL' : end < 0.85 ? 'SIGTERM' : 'exit';
    const first = work === 'forget' ? 0 : lived.firstToRecord;
    const phase = work === 'migrate' ? 'start' : work;
    const child = spawn(process.execPath, [worker, lived.dataDir, phase, String(first)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const said: string[] = [];
    const lines = createInterface({ input: child.stdout });
    let [began, ended] = [0, 0];
    const beginning = new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        if (line === 'end') ended = performance.now();
        else if (line !== 'begin') said.push(line);
        else {
          began = performance.now();
          resolve();
        }
      });
    });
    await Promise.race([beginning, exited]);
    // A moment of the work as long as it took the last time, or somewhat later.
    await setTimeout(random(`${kill} moment`) * 1.1 * (usual.get(work) ?? 1_000));
    if (how === 'exit') child.stdin.end('now');
    else child.kill(how);
    const [code] = await exited;
    if (code !== null && code !== 3) faults.push(`kill ${kill}: the worker of ${work} failed with ${code}`);
    usual.set(work, ended > 0 ? ended - began : (usual.get(work) ?? 1_000) * 1.15);
    if (ended === 0) inTheMiddle++;
    acknowledged += said.length;
    note(said, work, lived);
    const found = await faultsOf(lived).catch((error) => [`does not open: ${error}`]);
    faults.push(...found.map((fault) => `kill ${kill} (${how} of ${work}): ${fault}`));
    tell(
      `${kill + 1} ${how} of ${work} ${ended > 0 ? 'after its end' : 'in the middle'}: ${said.length} acknowledged${found.map((fault) => `; ${fault}`).join('')}`,
    );
  }
  await rm(folder, { recursive: true, force: true });
  return { kills, inTheMiddle, acknowledged, faults };
}

interface Life {
  readonly dataDir: string;
  readonly recorded: Set<number>;
  readonly forgotten: Set<number>;
  readonly promised: Set<string>;
  firstToRecord: number;
}

const newLife = (dataDir: string): Life => ({
  dataDir,
  recorded: new Set(),
  forgotten: new Set(),
  promised: new Set(),
  firstToRecord: 0,
});

/** Takes down what a worker was promised. */
function note(said: readonly string[], work: Work, lived: Life): void {
  for (const line of said) {
    const [what, number] = line.split(' ');
    if (what === 'recorded') lived.recorded.add(Number(number));
    else if (what === 'forgot') lived.forgotten.add(Number(number));
    else lived.promised.add(line);
  }
  if (work === 'record' || work === 'close') lived.firstToRecord += 1_000;
  // The one that was being forgotten may be there or not.
  if (work === 'forget') lived.recorded.delete(lived.forgotten.size);
}

async function faultsOf({ dataDir, recorded, forgotten, promised }: Life): Promise<string[]> {
  const { executions, tools, vectors, edges, derivedEdges } = await contentsOf(dataDir);
  const ids = new Set(executions.map(({ id }) => id));
  const isThere = (number: number) => ids.has(executionOf(number).id);
  const lost = [...recorded].filter((number) => !forgotten.has(number) && !isThere(number));
  const back = [...forgotten].filter(isThere);
  const models = new Set(vectors);
  const count = manyTools.tools.length;
  const whole: Record<string, boolean> = {
    [`lost executions ${lost.join()}`]: lost.length === 0,
    [`forgotten executions ${back.join()} are back`]: back.length === 0,
    'half an execution': isDeepStrictEqual(edges, derivedEdges),
    'lost tools': tools >= (promised.has('synced') ? count : 0),
    'lost vectors': vectors.length >= (promised.has('embedded') ? count : 0),
    'vectors of two models': models.size <= 1,
    'lost change of the embedder': !promised.has('reembedded') || models.has('newer 5'),
  };
  return Object.keys(whole).filter((fault) => !whole[fault]);
}
