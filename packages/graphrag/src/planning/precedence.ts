import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import type { Mentions } from './mentions.js';
import { repetitionOf, type StepKey, toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import { rememberPairs } from './remember-pairs.js';
import type { Voter } from './voter.js';

/** Probability that the first of two steps of a plan comes before the second, in [0, 1]. */
export type Precedence = (a: StepKey, b: StepKey) => number;

/**
 * Logistic in the log odds of what was seen, here and near, and in two hints where little was seen: where the tools
 * usually stand, and which of them the intent speaks of first. With n, n' the executions in which a came before b and b
 * before a, v, v' the votes for it among the near ones, p the mean place of a tool, d and s the distance of the
 * mentions and what is said,
 *
 *     logit P = w₁ · ln((n + ½) / (n' + ½)) + w₂ · ln((v + ε) / (v' + ε)) + w₃ · (p_b − p_a)
 *             + w₄ · sign(d) · (min(3·|d|, 1) + ½ · min(s / 5, 1))
 */
export function createPrecedence(
  voters: readonly Voter[],
  habits: Pick<EngineState['habits'], 'laterThan' | 'meanPlace'>,
  mentions: Mentions,
): Precedence {
  const { voteUnit, order } = planningSettings;
  const { history, near, nearPrior, place, mention } = order;
  const known = new Map<StepKey, KnownStep>();
  const stepOf = (step: StepKey) =>
    entry(known, step, () => {
      const toolId = toolOf(step);
      return {
        toolId,
        later: habits.laterThan(toolId),
        meanPlace: habits.meanPlace(toolId) ?? 0.5,
        places: voters.map((voter) => voter.place.get(step) ?? -1),
      };
    });
  return rememberPairs((a, b) => {
    const [stepA, stepB] = [stepOf(a), stepOf(b)];
    if (stepA.toolId === stepB.toolId) return repetitionOf(a) < repetitionOf(b) ? 1 : 0;
    let first = 0;
    let second = 0;
    for (let index = 0; index < voters.length; index++) {
      const [placeOfA, placeOfB] = [stepA.places[index]!, stepB.places[index]!];
      if (placeOfA < 0 || placeOfB < 0) continue;
      if (placeOfA < placeOfB) first += voters[index]!.weight / voteUnit;
      else second += voters[index]!.weight / voteUnit;
    }
    const firstEver = stepA.later.get(stepB.toolId) ?? 0;
    const secondEver = stepB.later.get(stepA.toolId) ?? 0;
    const logit =
      history * Math.log((firstEver + 0.5) / (secondEver + 0.5)) +
      near * Math.log((first + nearPrior) / (second + nearPrior)) +
      place * (stepB.meanPlace - stepA.meanPlace) +
      mention * mentionLogit(mentions, stepA.toolId, stepB.toolId);
    return 1 / (1 + Math.exp(-logit));
  });
}

/** What is asked of a step with every other one. */
interface KnownStep {
  readonly toolId: string;
  readonly later: ReadonlyMap<string, number>;
  readonly meanPlace: number;
  /** In the plan of each voter, −1 where it is not in it. */
  readonly places: readonly number[];
}

function mentionLogit(mentions: Mentions, a: string, b: string): number {
  const found = mentions.compare(a, b);
  if (found === undefined) return 0;
  const { distance, strength } = found;
  const { fullDistance, fullStrength } = planningSettings.order;
  return (
    Math.sign(distance) * (Math.min(Math.abs(distance) / fullDistance, 1) + 0.5 * Math.min(strength / fullStrength, 1))
  );
}
