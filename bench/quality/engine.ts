import { createEngine, type EngineOptions } from '@agentcards/graphrag';
import type { DataSet, Workflow } from '../data/data-set.js';

export type Engine = ReturnType<typeof createEngine>;

/** What an engine is given beside a catalogue. */
export interface EngineParts {
  readonly dependencies?: DataSet['dependencies'] | undefined;
  readonly vectors?: readonly { readonly toolId: string; readonly embedding: Float32Array }[] | undefined;
  readonly history?: readonly Workflow[] | undefined;
  readonly options?: EngineOptions | undefined;
}

/**
 * The engine under test with the catalogue of a set and what else it is given: failures are part of a history. What
 * kinds of evidence are worth is learned from it. The data has no times: none are given.
 */
export function createLoadedEngine(
  { tools }: Pick<DataSet, 'tools'>,
  { dependencies = [], vectors = [], history = [], options }: EngineParts = {},
): Engine {
  const engine = createEngine({ seed: 1, ...options });
  engine.upsertTools(tools);
  engine.setEmbeddings(vectors);
  engine.addDependencies(dependencies.map((pair) => ({ ...pair, source: 'user' })));
  engine.observe(
    history.map(({ id, intent, success, tasks }) => ({
      id,
      intent,
      success,
      tasks: tasks.map((task) => ({ id: task.id, toolId: task.tool, dependsOn: task.dependsOn, success: task.ok })),
    })),
  );
  const pieces = engine.learnWeights();
  while (pieces.next().done !== true);
  return engine;
}
