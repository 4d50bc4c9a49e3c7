import type { DependencyIncrement } from '../contracts/dependency.js';
import type { EdgeObservation, ScoringEngine } from '../contracts/engine.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { ToolId } from '../contracts/tool.js';
import { addCounters, later } from './edge-counters.js';
import { toEngineExecution } from './execution-intake.js';

/** What one execution adds to the edges, by the engine's rules. */
export function projectIncrements(engine: ScoringEngine, execution: ExecutionRecord): DependencyIncrement[] {
  return engine.projectExecution(toEngineExecution(execution)).map(toIncrement);
}

/** Sums increments per edge; any order of `add` gives the same sums. */
export class EdgeSums {
  readonly #sums = new Map<string, DependencyIncrement>();

  add(increments: readonly DependencyIncrement[]): void {
    for (const increment of increments) {
      const key = JSON.stringify([increment.from, increment.to]);
      const sum = this.#sums.get(key);
      this.#sums.set(
        key,
        sum === undefined
          ? increment
          : { ...sum, ...addCounters(sum, increment), observedAt: later(increment.observedAt, sum.observedAt) },
      );
    }
  }

  increments(): DependencyIncrement[] {
    return [...this.#sums.values()];
  }
}

function toIncrement(observation: EdgeObservation): DependencyIncrement {
  return {
    ...observation,
    from: observation.from as ToolId,
    to: observation.to as ToolId,
    observedAt: new Date(observation.observedAt),
  };
}
