import type { EngineState } from '../engine-state.js';
import type { WeightedEdge } from '../graph/break-cycles.js';
import { chooseEdges } from './choose-edges.js';
import { type ChosenSteps, chooseSteps, type StepSources } from './choose-steps.js';
import type { Mentions } from './mentions.js';
import { inRunnableOrder, orderSteps } from './order-steps.js';
import type { StepKey } from './plan.js';
import { planningSettings } from './planning-settings.js';
import { createPrecedence } from './precedence.js';
import { lookUpPairs } from './step-pairs.js';

/** What a plan is drafted from. */
export interface Evidence extends StepSources {
  /** Where the intent speaks of which tool. */
  readonly mentions: Mentions;
}

/** A plan before it is written as tasks: its steps in an order in which they can run, and acyclic edges between them. */
export interface Draft extends ChosenSteps {
  readonly edges: readonly WeightedEdge[];
  /** What would come next, had the plan room for it. */
  readonly further: readonly StepKey[];
}

/** The chosen steps, in the order and with the edges that the evidence speaks for; of a longer plan the beginning. */
export function draftPlan({ graph, habits, weights }: EngineState, evidence: Evidence, maxTasks: number): Draft {
  const { voters, mentions } = evidence;
  const maximum = Math.max(maxTasks, planningSettings.consideredSteps);
  const { steps, posteriors } = chooseSteps(evidence, weights.steps, maximum);
  // Equal plans, whatever came first.
  const pairs = lookUpPairs(steps.toSorted(), voters, habits);
  const comesFirst = createPrecedence(pairs, habits, mentions);
  const order = orderSteps(pairs, comesFirst);
  const edges = chooseEdges(order, pairs, posteriors, voters, comesFirst, { graph, habits });
  const whole = inRunnableOrder(
    order.map((step) => pairs.steps[step]!),
    edges,
  );
  const planned = whole.slice(0, maxTasks);
  const further = whole.slice(maxTasks);
  return {
    steps: planned,
    posteriors,
    edges: further.length === 0 ? edges : edges.filter(({ to }) => planned.includes(to)),
    further,
  };
}
