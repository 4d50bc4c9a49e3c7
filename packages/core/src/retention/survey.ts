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
  const before = store.retirement === undefined ? undefined : limits.executions;
  const canPurge = store.tools.purge !== undefined && limits.removedTools !== undefined;
  const purgeable = new Set(canPurge ? tools.tombstones(limits.removedTools) : []);
  let oldExecutions = 0;
  const executions = readAll<ExecutionRecord, string>(
    (page) => store.executions.read(page),
    ({ id }) => id,
  );
  for await (const page of executions) {
    check();
    for (const { executedAt, tasks, proposedTools = [] } of page) {
      if (before !== undefined && executedAt < before) oldExecutions += 1;
      else for (const toolId of [...tasks.map((task) => task.toolId), ...proposedTools]) purgeable.delete(toolId);
    }
  }
  for await (const page of edgePages(store)) {
    check();
    for (const { from, to } of page) for (const toolId of [from, to]) purgeable.delete(toolId);
  }
  return { oldExecutions, purgeable: [...purgeable] };
}
