import assert from 'node:assert/strict';
import type { ServerPool } from '@agentcards/mcp-adapter';
import type { ExecutionInput, TaskInput } from 'agentcards';

export interface WorkflowOptions {
  readonly intent: string;
  /** Folder of the notes, as the file server sees it. */
  readonly notes: string;
  /** Part of the name of the note that is meant. */
  readonly topic: string;
}

/**
 * What an agent might do: finds a note, reads it, and keeps in a knowledge graph who is to do what. Each call takes a
 * value from the output of the one before. Returns what happened, as `cards.record` takes it.
 */
export async function rememberActions(
  pool: ServerPool,
  { intent, notes, topic }: WorkflowOptions,
): Promise<Omit<ExecutionInput, 'tasks'> & { readonly tasks: readonly TimedTask[] }> {
  const tasks: TimedTask[] = [];

  async function call(id: string, toolId: string, args: Readonly<Record<string, unknown>>): Promise<string> {
    const startedAt = Date.now();
    const output = await pool.callTool(toolId, args);
    const endedAt = Date.now();
    const dependsOn = tasks.slice(-1).map((task) => task.id);
    tasks.push({ id, toolId, dependsOn, success: !output.isError, startedAt, endedAt, arguments: args, output });
    const text = output.content.map((part) => part.text ?? '').join('\n');
    assert(!output.isError, `${toolId} failed: ${text}`);
    return text;
  }

  const path = (await call('find', 'filesystem:search_files', { path: notes, pattern: `*${topic}*` })).trim();
  const note = await call('read', 'filesystem:read_text_file', { path });
  const [owner, action] = [field(note, 'Owner'), field(note, 'Action')];
  await call('keep', 'memory:create_entities', {
    entities: [{ name: owner, entityType: 'person', observations: [action] }],
  });
  const kept = await call('check', 'memory:open_nodes', { names: [owner] });
  assert(kept.includes(action), `The knowledge graph does not have what ${owner} is to do.`);
  return { intent, success: true, tasks };
}

export interface TimedTask extends TaskInput {
  readonly startedAt: number;
  readonly endedAt: number;
}

function field(note: string, name: string): string {
  const line = note.split('\n').find((candidate) => candidate.startsWith(`${name}: `));
  assert(line, `The note has no line "${name}: ...".`);
  return line.slice(name.length + 2).trim();
}

/** The argument of a call that has a text from an earlier output, and the tool (the latest) that gave it. */
export function fedBy(
  task: TaskInput,
  earlier: readonly TaskInput[],
): { argument: string; source: string } | undefined {
  for (const { toolId, output } of earlier.toReversed()) {
    for (const [argument, value] of Object.entries(task.arguments as object)) {
      if (textsIn(value).some((text) => textsIn(output).some((given) => given.includes(text)))) {
        return { argument, source: toolId };
      }
    }
  }
  return undefined;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
