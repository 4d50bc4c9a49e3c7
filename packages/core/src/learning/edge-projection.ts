import type { DependencyIncrement } from '../contracts/dependency.js';
import type { EdgeObservation, ScoringEngine } from '../contracts/engine.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { ToolId } from '../contracts/tool.js';
import { boundedCounters } from './edge-counters.js';
import { addedIncrement } from './edge-transitions.js';
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
      this.#sums.set(key, addedIncrement(this.#sums.get(key), increment));
    }
  }

  increments(): DependencyIncrement[] {
    return Array.from(this.#sums.values(), boundedCounters);
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
