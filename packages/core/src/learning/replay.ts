import type { DependencyRecord } from '../contracts/dependency.js';
import type { ScoringEngine } from '../contracts/engine.js';
import type { EngineTool } from '../contracts/engine-tool.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { Store } from '../contracts/store.js';
import type { ToolId } from '../contracts/tool.js';
import { giveWay } from '../give-way.js';
import { readAll } from '../pages.js';
import { toEngineExecution } from './execution-intake.js';
import { resolvedEdges } from './resolved-edges.js';

/** Executions that the engine takes without giving way. */
const executionsInSlice = 100;

export interface ReplayOptions {
  readonly tools: readonly EngineTool[];
  /** The id that counts for a stored one. */
  readonly resolve: (toolId: ToolId) => ToolId;
  /** The execution as it is learned from. */
  readonly learnable: (execution: ExecutionRecord) => ExecutionRecord;
  /** Sees each learnable execution, for those who project more from it than the engine does. */
  readonly onExecution?: ((execution: ExecutionRecord) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Fills an empty engine from the store: tools, declared edges, executions. Answers with the number of executions. */
export async function replay(
  engine: ScoringEngine,
  store: Store,
  { tools, resolve, learnable, onExecution = () => {}, signal }: ReplayOptions,
): Promise<number> {
  engine.upsertTools(tools);
  engine.addDependencies(await declarations(store, resolve));
  let executions = 0;
  const pages = readAll<ExecutionRecord, string>(
    (page) => store.executions.read(page),
    (execution) => execution.id,
    signal,
  );
  for await (const page of pages) {
    for (let start = 0; start < page.length; start += executionsInSlice) {
      await giveWay();
      const learned = page.slice(start, start + executionsInSlice).map(learnable);
      learned.forEach(onExecution);
      engine.observe(learned.map(toEngineExecution));
    }
    executions += page.length;
  }
  return executions;
}

async function declarations(store: Store, resolve: ReplayOptions['resolve']) {
  const declared: DependencyRecord[] = [];
  for await (const page of edgePages(store)) declared.push(...page.filter(({ source }) => source !== 'learned'));
  return resolvedEdges(declared, resolve).flatMap(({ from, to, source }) =>
    source === 'learned' ? [] : [{ from, to, source }],
  );
}

export function edgePages(store: Store): AsyncGenerator<DependencyRecord[], void, undefined> {
  return readAll<DependencyRecord, { from: ToolId; to: ToolId }>(
    (page) => store.edges.read(page),
    ({ from, to }) => ({ from, to }),
  );
}
