import type { DependencyRecord } from '../contracts/dependency.js';
import type { EngineTool, ScoringEngine } from '../contracts/engine.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { Store } from '../contracts/store.js';
import type { ToolId } from '../contracts/tool.js';
import { readAll } from '../pages.js';
import { toEngineExecution } from './execution-intake.js';

/**
 * Fills an empty engine from the store: tools, declared edges, executions. Answers with the number of executions.
 * @param onExecution Sees each execution, for those who project more from it than the engine does.
 */
export async function replay(
  engine: ScoringEngine,
  store: Store,
  tools: readonly EngineTool[],
  onExecution: (execution: ExecutionRecord) => void = () => {},
): Promise<number> {
  engine.upsertTools(tools);
  for await (const page of edgePages(store)) {
    engine.addDependencies(
      page.flatMap(({ from, to, source }) => (source === 'learned' ? [] : [{ from, to, source }])),
    );
  }
  let executions = 0;
  const pages = readAll<ExecutionRecord, string>(
    (page) => store.executions.read(page),
    (execution) => execution.id,
  );
  for await (const page of pages) {
    page.forEach(onExecution);
    engine.observe(page.map(toEngineExecution));
    executions += page.length;
  }
  return executions;
}

export function edgePages(store: Store): AsyncGenerator<DependencyRecord[], void, undefined> {
  return readAll<DependencyRecord, { from: ToolId; to: ToolId }>(
    (page) => store.edges.read(page),
    ({ from, to }) => ({ from, to }),
  );
}
