import type { EngineState } from '../engine-state.js';
import { declaredRequirements } from '../graph/declared-requirements.js';
import { clausesOf } from '../retrieval/query-terms.js';
import { asksToKnow, changesSomething } from '../retrieval/reading.js';
import { leadOf } from './lead.js';
import { mostExpected } from './most-expected.js';
import { type StepKey, stepKey, toolOf } from './plan.js';
import type { PlanQuery } from './plan-query.js';
import { planningSettings } from './planning-settings.js';
import { withoutRival } from './rival-steps.js';
import { byProbability, type StepWitnesses } from './step-evidence.js';
import { type StepPosterior, stepPosteriors } from './step-posteriors.js';
import { matchText } from './text-matches.js';
import type { Voters } from './voter.js';

/** What speaks for steps, and what these require. */
export interface StepSources extends StepWitnesses {
  readonly requirementsOf: RequirementsOf;
  /** Whether the intent has several clauses, each of which may ask for a plan of its own. */
  readonly isCompound: boolean;
}

/** The steps that have to run before one, by declaration; nearest first. */
export type RequirementsOf = (step: StepKey) => readonly StepKey[];

/** What a state has of it for an intent. */
export function stepSources(
  state: EngineState,
  query: PlanQuery,
  { succeeded, declined, trust }: Pick<Voters, 'succeeded' | 'declined' | 'trust'>,
  isVisible: (toolId: string) => boolean,
): StepSources {
  const lead = leadOf(state, query, succeeded);
  const textMatches = matchText(state, query, query.refused);
  return {
    voters: [...succeeded, ...declined],
    trust,
    lead,
    changes: asksToKnow(query.intent) ? (toolId) => changesSomething(state.catalogue.get(toolId)!) : undefined,
    textMatches:
      lead === undefined ? textMatches : new Map([...textMatches, [lead.toolId, planningSettings.lead.match]]),
    requirementsOf: createRequirements(state.graph, isVisible, query.context),
    isCompound: clausesOf(query.intent).length > 1,
  };
}

/** The steps of a plan, and the probabilities of all that could have been. */
export interface ChosenSteps {
  readonly steps: readonly StepKey[];
  readonly posteriors: readonly StepPosterior[];
}

/**
 * The steps with the highest expected F1, closed under declared edges as far as `maximum` lets, and without one that another
 * stands in for; in no order yet.
 */
export function chooseSteps(
  { voters, trust, lead, changes, textMatches, requirementsOf, isCompound }: StepSources,
  weights: Float64Array | undefined,
  maximum: number,
): ChosenSteps {
  const posteriors = stepPosteriors({ voters, trust, lead, changes, textMatches }, weights);
  const expectedSize = posteriors.reduce((sum, { probability }) => sum + probability, 0);
  const chosen = new Set(mostExpected(posteriors, expectedSize, maximum).map(({ step }) => step));
  for (const step of chosen) {
    for (const required of requirementsOf(step)) if (chosen.size < maximum) chosen.add(required);
  }
  const found = Array.from(chosen);
  const steps = isCompound ? found : withoutRival(found, voters, requirementsOf);
  return { steps, posteriors: withRequired(steps, posteriors, requirementsOf) };
}

/** The posteriors, of which that of a step that others require by declaration is no lower than theirs: it has to run before. */
export function withRequired(
  steps: readonly StepKey[],
  posteriors: readonly StepPosterior[],
  requirementsOf: RequirementsOf,
): readonly StepPosterior[] {
  const planned = new Set(steps);
  const raised = new Map<StepKey, StepPosterior>();
  const known = new Map(posteriors.map((posterior) => [posterior.step, posterior]));
  const probabilityOf = (step: StepKey) => (raised.get(step) ?? known.get(step))?.probability ?? 0;
  for (const step of steps) {
    const probability = probabilityOf(step);
    for (const required of requirementsOf(step)) {
      if (!planned.has(required) || probabilityOf(required) >= probability) continue;
      raised.set(required, { ...(known.get(required) ?? nothingSpeaksFor(required)), probability });
    }
  }
  if (raised.size === 0) return posteriors;
  return [...posteriors.filter(({ step }) => !raised.has(step)), ...raised.values()].sort(byProbability);
}

/** Asks the graph once about each tool. What is in use has run, and so has what only that needs. */
function createRequirements(
  graph: EngineState['graph'],
  isVisible: (toolId: string) => boolean,
  inUse: readonly string[] = [],
): RequirementsOf {
  const known = new Map<string, readonly StepKey[]>();
  const isToRun = (toolId: string) => isVisible(toolId) && !inUse.includes(toolId);
  return (step) => {
    const toolId = toolOf(step);
    const steps =
      known.get(toolId) ?? declaredRequirements(toolId, graph, isToRun).map((required) => stepKey(required, 0));
    known.set(toolId, steps);
    return steps;
  };
}

function nothingSpeaksFor(step: StepKey): StepPosterior {
  return { step, probability: 0, evidence: { step, probability: 0, share: 0, match: 0, accord: 0, changed: 0 } };
}
