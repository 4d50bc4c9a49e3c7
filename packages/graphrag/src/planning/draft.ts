import type { EngineState } from '../engine-state.js';
import type { WeightedEdge } from '../graph/break-cycles.js';
import { chooseEdges } from './choose-edges.js';
import { type ChosenSteps, chooseSteps, type StepSources } from './choose-steps.js';
import type { Mentions } from './mentions.js';
import { orderSteps } from './order-steps.js';
import { createPrecedence } from './precedence.js';
import { lookUpPairs } from './step-pairs.js';

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
  const { steps, posteriors } = chooseSteps(evidence, weights.steps, graph, isVisible, maxTasks);
  // Equal plans, whatever came first.
  const pairs = lookUpPairs(steps.toSorted(), succeeded, habits);
  const comesFirst = createPrecedence(pairs, habits, mentions);
  const order = orderSteps(steps.length, comesFirst);
  return {
    steps: order.map((step) => pairs.steps[step]!),
    posteriors,
    edges: chooseEdges(order, pairs, posteriors, succeeded, comesFirst, { graph, habits }),
  };
}
