import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createAgentCards } from 'agentcards';
import { type Latency, timeInTurnsAsync } from './timing.js';
import type { Workload } from './workload.js';

export interface StoreSpeed {
  /** Milliseconds of the first `tools.sync` of the whole catalogue, and of a second that changes nothing. */
  readonly firstSync: number;
  readonly secondSync: number;
  readonly record: { readonly agentCards: Latency; readonly bareInsert: Latency };
  /** Milliseconds to open the directory with everything in it, and PGlite's own part of that, on an equal directory. */
  readonly open: { readonly agentCards: number; readonly barePGlite: number };
}

/** The facade over PGlite on disk, beside PGlite doing the least that could be called the same work. */
export async function measureStore({ tools, workflow }: Workload, calls: number): Promise<StoreSpeed> {
  const directory = await mkdtemp(join(tmpdir(), 'agentcards-speed-'));
  const dataDir = join(directory, 'agentcards');
  const bareDir = join(directory, 'bare');
  try {
    const { sources, toolIds } = toSources(tools);
    let cards = await createAgentCards({ dataDir, retention: { executions: false } });
    const firstSync = await milliseconds(() => cards.tools.sync(sources));
    const secondSync = await milliseconds(() => cards.tools.sync(sources));
    // What follows is not timed against embedding in the background.
    await cards.tools.embedded();

    let bare = await PGlite.create(bareDir);
    await bare.exec('CREATE TABLE execution (id text PRIMARY KEY, at timestamptz NOT NULL, dag jsonb NOT NULL)');
    const record = await timeInTurnsAsync(
      {
        agentCards: (call) => {
          const execution = workflow(call);
          const tasks = execution.tasks.map((task) => ({ ...task, toolId: toolIds.get(task.toolId)! }));
          return cards.record({ ...execution, tasks });
        },
        bareInsert: (call) => {
          const { id, executedAt, tasks } = workflow(call);
          return bare.query('INSERT INTO execution VALUES ($1, $2, $3)', [id, new Date(executedAt), tasks]);
        },
      },
      calls,
    );

    await cards.close();
    await bare.close();
    const open = {
      agentCards: await milliseconds(async () => {
        cards = await createAgentCards({ dataDir, retention: { executions: false } });
      }),
      barePGlite: await milliseconds(async () => {
        bare = await PGlite.create(bareDir);
      }),
    };
    await cards.close();
    await bare.close();
    return {
      firstSync,
      secondSync,
      record: { agentCards: record.agentCards!, bareInsert: record.bareInsert! },
      open,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** By server, with names that are unique in it; `toolIds` says what an id of the workload became. */
function toSources(tools: Workload['tools']) {
  const sources = new Map<string, { server: string; tools: { name: string }[] }>();
  const toolIds = new Map<string, string>();
  for (const { id, server, description, inputSchema } of tools) {
    const serverName = server.replaceAll(':', '_').slice(0, 100) || 'tools';
    const source = sources.get(serverName) ?? { server: serverName, tools: [] };
    sources.set(serverName, source);
    const tool = { name: `${id.slice(id.indexOf(':') + 1, 200)}_${source.tools.length}`, description, inputSchema };
    source.tools.push(tool);
    toolIds.set(id, `${serverName}:${tool.name}`);
  }
  return { sources: [...sources.values()], toolIds };
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
