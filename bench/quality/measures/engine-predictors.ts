import type { NextToolBaseline } from '../baselines/next-tool-baselines.js';
import { createLoadedEngine, type Engine, type EngineParts } from '../engine.js';
import { planShape } from '../metrics/plan.js';
import type { Subject } from '../subject.js';
import type { Planner } from './plan-task.js';

const depth = 10;

/** An engine and how it is asked: with the vector of the intent, as `agentcards` does by default, or by words alone. */
export interface AskedEngine {
  readonly engine: Engine;
  vectorOf(intent: string): { readonly embedding?: Float32Array };
}

/** The engine as `agentcards` has it by default. */
export function hybridEngine(subject: Subject, parts: EngineParts): AskedEngine {
  const known = new Map<string, { readonly embedding?: Float32Array }>();
  return {
    engine: subject.hybrid(parts),
    vectorOf(intent) {
      const { embedding } = known.get(intent) ?? subject.embedded.query(intent);
      const vector = embedding === undefined ? {} : { embedding };
      known.set(intent, vector);
      return vector;
    },
  };
}

/** The engine without vectors. */
export function lexicalEngine({ set }: Subject, parts: EngineParts): AskedEngine {
  return { engine: createLoadedEngine(set, parts), vectorOf: () => ({}) };
}

export function engineNext({ engine, vectorOf }: AskedEngine): NextToolBaseline {
  return (executed, intent) =>
    engine
      .predictNext({ executed, intent, topK: depth, ...(intent === undefined ? {} : vectorOf(intent)) })
      .predictions.map(({ toolId }) => toolId);
}

export function enginePlan({ engine, vectorOf }: AskedEngine): Planner {
  return (intent) =>
    planShape(
      engine
        .suggest({ intent, alternatives: 0, ...vectorOf(intent) })
        .dag.tasks.map((task) => ({ ...task, tool: task.toolId })),
    );
}
