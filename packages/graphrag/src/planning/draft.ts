import type { EngineState } from '../engine-state.js';
import type { WeightedEdge } from '../graph/break-cycles.js';
import { chooseEdges } from './choose-edges.js';
import { type ChosenSteps, chooseSteps, type StepSources } from './choose-steps.js';
import type { Mentions } from './mentions.js';
import { orderSteps } from './order-steps.js';
import { createPrecedence } from './precedence.js';

/** What a plan is drafted from. */
export interface Evidence extends StepSources {
  /** Where the intent speaks of which tool. */
  readonly mentions: Mentions;
}

/** A plan before it is written as tasks: its steps in order, and acyclic edges between them. */
export interface Draft extends ChosenSteps {
  readonly edges: readonly WeightedEdge[];
}

/** The chosen steps, in the order and with the edges that the evidence speaks for. */
export function draftPlan(
  { graph, habits, weights }: EngineState,
  evidence: Evidence,
  isVisible: (toolId: string) => boolean,
  maxTasks: number,
): Draft {
  const { succeeded, mentions } = evidence;
  const chosen = chooseSteps(evidence, weights.steps, graph, isVisible, maxTasks);
  const comesFirst = createPrecedence(succeeded, habits, mentions);
  const steps = orderSteps(chosen.steps, comesFirst);
  return { ...chosen, steps, edges: chooseEdges({ ...chosen, steps }, succeeded, comesFirst, { graph, habits }) };
}
