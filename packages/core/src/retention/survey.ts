import type { ExecutionRecord } from '../contracts/execution.js';
import type { Store } from '../contracts/store.js';
import type { ToolId } from '../contracts/tool.js';
import { edgePages } from '../learning/replay.js';
import { readAll } from '../pages.js';
import type { ToolIndex } from '../tools/tool-index.js';
import type { RetentionLimits } from './retention-limits.js';

/** What of the store is too old by its limits, without taking anything out. */
export interface Survey {
  readonly oldExecutions: number;
  /** Tools that were removed long ago, and that nothing names which stays. */
  readonly purgeable: readonly ToolId[];
}

/** Reads executions and edges by pages; `check` is called for each, and may throw. */
export async function surveyStore(
  store: Store,
  tools: Pick<ToolIndex, 'tombstones'>,
  limits: RetentionLimits,
  check: () => void,
): Promise<Survey> {
  const purgeable = await unlinkedTools(store, tools, limits, check);
  return { oldExecutions: await lookThrough(store, limits, purgeable, check), purgeable: [...purgeable] };
}

/** The purgeable tools alone: executions are read only where edges leave any. */
export async function purgeableTools(
  store: Store,
  tools: Pick<ToolIndex, 'tombstones'>,
  limits: RetentionLimits,
  check: () => void,
): Promise<readonly ToolId[]> {
  const purgeable = await unlinkedTools(store, tools, limits, check);
  if (purgeable.size > 0) await lookThrough(store, limits, purgeable, check);
  return [...purgeable];
}

/** Tools that were removed long ago, without those that an edge names. */
async function unlinkedTools(
  store: Store,
  tools: Pick<ToolIndex, 'tombstones'>,
  limits: RetentionLimits,
  check: () => void,
): Promise<Set<ToolId>> {
  const canPurge = store.tools.purge !== undefined && limits.removedTools !== undefined;
  const unlinked = new Set(canPurge ? tools.tombstones(limits.removedTools) : []);
  if (unlinked.size === 0) return unlinked;
  for await (const page of edgePages(store)) {
    check();
    for (const { from, to } of page) for (const toolId of [from, to]) unlinked.delete(toolId);
  }
  return unlinked;
}

/** Takes the tools that kept executions name out of the set; returns how many executions are too old. */
async function lookThrough(
  store: Store,
  limits: RetentionLimits,
  purgeable: Set<ToolId>,
  check: () => void,
): Promise<number> {
  const before = store.retirement === undefined ? undefined : limits.executions;
  let old = 0;
  const executions = readAll<ExecutionRecord, string>(
    (page) => store.executions.read(page),
    ({ id }) => id,
  );
  for await (const page of executions) {
    check();
    for (const { executedAt, tasks, proposedTools = [] } of page) {
      if (before !== undefined && executedAt < before) old += 1;
      else for (const toolId of [...tasks.map((task) => task.toolId), ...proposedTools]) purgeable.delete(toolId);
    }
  }
  return old;
}
