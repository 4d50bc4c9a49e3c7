import type { EngineState } from '../engine-state.js';
import type { Mentions } from './mentions.js';
import { repetitionOf, type StepKey, toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
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
  return (a, b) => {
    const [toolA, toolB] = [toolOf(a), toolOf(b)];
    if (toolA === toolB) return repetitionOf(a) < repetitionOf(b) ? 1 : 0;
    let first = 0;
    let second = 0;
    for (const { place: placeOf, weight } of voters) {
      const [placeOfA, placeOfB] = [placeOf.get(a), placeOf.get(b)];
      if (placeOfA === undefined || placeOfB === undefined) continue;
      if (placeOfA < placeOfB) first += weight / voteUnit;
      else second += weight / voteUnit;
    }
    const firstEver = habits.laterThan(toolA).get(toolB) ?? 0;
    const secondEver = habits.laterThan(toolB).get(toolA) ?? 0;
    const distance = (habits.meanPlace(toolB) ?? 0.5) - (habits.meanPlace(toolA) ?? 0.5);
    const logit =
      history * Math.log((firstEver + 0.5) / (secondEver + 0.5)) +
      near * Math.log((first + nearPrior) / (second + nearPrior)) +
      place * distance +
      mention * mentionLogit(mentions, toolA, toolB);
    return 1 / (1 + Math.exp(-logit));
  };
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
