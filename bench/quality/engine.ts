import { createEngine } from '@agentcards/graphrag';
import type { DataSet, Workflow } from '../data/data-set.js';

export type Engine = ReturnType<typeof createEngine>;

/** The engine under test with the catalogue of a set; nothing has run yet. */
export function createLoadedEngine({ tools }: DataSet, dependencies: DataSet['dependencies'] = []): Engine {
  const engine = createEngine({ seed: 1 });
  engine.upsertTools(tools);
  engine.addDependencies(dependencies.map((pair) => ({ ...pair, source: 'user' })));
  return engine;
}

/** The same after it has seen a history, failures included. The data has no times: none are given. */
export function createTrainedEngine(
  set: DataSet,
  history: readonly Workflow[],
  dependencies: DataSet['dependencies'] = [],
): Engine {
  const engine = createLoadedEngine(set, dependencies);
  engine.observe(
    history.map(({ id, intent, success, tasks }) => ({
      id,
      intent,
      success,
      tasks: tasks.map((task) => ({ id: task.id, toolId: task.tool, dependsOn: task.dependsOn, success: task.ok })),
    })),
  );
  return engine;
}
