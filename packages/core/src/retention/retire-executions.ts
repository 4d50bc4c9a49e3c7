import type { ScoringEngine } from '../contracts/engine.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { RetirementStore } from '../contracts/retirement.js';
import { projectIncrements } from '../learning/edge-projection.js';
import { toEngineExecution } from '../learning/execution-intake.js';
import { storedConfidence } from '../learning/stored-confidence.js';

/**
 * Retires executions in the store and in the engine, which come as they are learned from. What the engine learned of the
 * worth of evidence stays. Returns how many there were.
 */
export async function retireExecutions(
  executions: readonly ExecutionRecord[],
  retirement: RetirementStore,
  engine: ScoringEngine,
): Promise<number> {
  const retired = executions.map((execution) => ({
    id: execution.id,
    increments: projectIncrements(engine, execution),
  }));
  const weights = engine.weights();
  // Before the store, which rates the edges by what is left; a store that fails has it all come back.
  engine.forget?.(retired.map(({ id }) => id));
  engine.setWeights(weights);
  try {
    return await retirement.retire(retired, storedConfidence(engine));
  } catch (error) {
    engine.observe(executions.map(toEngineExecution));
    throw error;
  }
}
