import type { ObservedExecution } from '../execution.js';
import type { DependencyGraph } from '../graph/dependency-graph.js';
import type { Memory } from '../memory/memory.js';
import type { Catalogue } from '../retrieval/catalogue.js';
import { encodeVector } from './base64.js';
import { type EngineSnapshot, type ExecutionSnapshot, sumOfKinds, type ToolSnapshot } from './engine-snapshot.js';

export function writeSnapshot(
  catalogue: Pick<Catalogue, 'ids' | 'get' | 'vectorOf'>,
  graph: Pick<DependencyGraph, 'declarations'>,
  memory: Pick<Memory, 'executions'>,
  weights: Readonly<Record<string, number>>,
): EngineSnapshot {
  return {
    format: 'agentcards.engine',
    version: 1,
    tools: catalogue.ids().map((toolId): ToolSnapshot => {
      const vector = catalogue.vectorOf(toolId);
      return { ...catalogue.get(toolId)!, ...(vector && { embedding: encodeVector(vector) }) };
    }),
    dependencies: graph.declarations(),
    executions: memory.executions().map(writeExecution),
    ...(Object.keys(weights).length > 0 && { weights }),
  };
}

function writeExecution({
  id,
  intent,
  success,
  executedAt,
  proposed,
  tasks,
  links,
  bindings,
}: ObservedExecution): ExecutionSnapshot {
  return {
    id,
    ...(intent !== undefined && { intent }),
    success,
    executedAt,
    ...(proposed !== undefined && { proposed: [...proposed] }),
    tasks: tasks.map(({ toolId, success: succeeded, overlapsPrevious, traced }) => ({
      toolId,
      success: succeeded,
      ...(overlapsPrevious && { overlapsPrevious }),
      ...(traced && { traced }),
    })),
    links: links.map((link) => [link.from, link.to, sumOfKinds(link)]),
    ...(bindings && { bindings: bindings.map(({ from, to, output, argument }) => [from, to, output, argument]) }),
  };
}
