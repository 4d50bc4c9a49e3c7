import { createEngine, type EngineOptions } from '@agentcards/graphrag';
import type { DataSet, Workflow } from '../data/data-set.js';

export type Engine = ReturnType<typeof createEngine>;

/** What an engine is given beside a catalogue. */
export interface EngineParts {
  readonly dependencies?: DataSet['dependencies'] | undefined;
  readonly vectors?: readonly { readonly toolId: string; readonly embedding: Float32Array }[] | undefined;
  readonly history?: readonly Workflow[] | undefined;
  /** Whether the history is told as one that came about in its order, a millisecond each. @default at no time */
  readonly isInOrder?: boolean | undefined;
  readonly options?: EngineOptions | undefined;
  /** What evidence is worth, in the place of what would be learned from the history. */
  readonly weights?: Weights | undefined;
}

type Weights = ReturnType<Engine['weights']>;

/** What was learned before, by catalogue and history: measures share both, and learning takes seconds. */
const learnedBefore = new WeakMap<DataSet['tools'], Map<string, Weights>>();

/**
 * The engine under test with the catalogue of a set and what else it is given: failures are part of a history. What
 * kinds of evidence are worth is learned from it. The data has no times: none are given
 * unless its order is to be one.
 */
export function createLoadedEngine({ tools }: Pick<DataSet, 'tools'>, parts: EngineParts = {}): Engine {
  const { dependencies = [], vectors = [], history = [], isInOrder = false, options } = parts;
  const engine = createEngine({ seed: 1, ...options });
  engine.upsertTools(tools);
  engine.setEmbeddings(vectors);
  engine.addDependencies(dependencies.map((pair) => ({ ...pair, source: 'user' })));
  engine.observe(
    history.map(({ id, intent, success, tasks }, place) => ({
      id,
      executedAt: isInOrder ? place + 1 : undefined,
      intent,
      success,
      tasks: tasks.map((task) => ({ id: task.id, toolId: task.tool, dependsOn: task.dependsOn, success: task.ok })),
    })),
  );
  engine.setWeights(parts.weights ?? weightsFor(engine, tools, parts));
  return engine;
}

function weightsFor(engine: Engine, tools: DataSet['tools'], parts: EngineParts): Weights {
  const { dependencies = [], vectors = [], history = [], options } = parts;
  if (history.length === 0) return {};
  const known = learnedBefore.get(tools) ?? new Map<string, Weights>();
  learnedBefore.set(tools, known);
  // Options may hold functions, of which nobody knows what they do.
  const key =
    options === undefined &&
    JSON.stringify([vectors.length, dependencies.length, ...history.map(({ id }) => id).sort()]);
  const weights = (key !== false && known.get(key)) || learn(engine);
  if (key !== false) known.set(key, weights);
  return weights;
}

function learn(engine: Engine): Weights {
  const pieces = engine.learnWeights();
  while (pieces.next().done !== true);
  return engine.weights();
}
