import type { EngineState } from '../engine-state.js';
import type { Mentions } from './mentions.js';
import { repetitionOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import type { StepPairs } from './step-pairs.js';

/** Probability that the first of two steps of a plan, told by their numbers, comes before the second, in [0, 1]. */
export type Precedence = (a: number, b: number) => number;

/**
 * Logistic in the log odds of what was seen, here and near, and in two hints where little was seen: where the tools
 * usually stand, and which of them the intent speaks of first. With n, n' the executions in which a came before b and b
 * before a, v, v' the votes for it among the near ones, p the mean place of a tool, d and s the distance of the
 * mentions and what is said,
 *
 *     logit P = c · (w₁ · ln((n + ½) / (n' + ½)) + w₃ · (p_b − p_a) + w₄ · sign(d) · (min(3·|d|, 1) + ½ · min(s / 5, 1)))
 *             + ((1 − c) · w₁ + w₂) · ln((v + ε) / (v' + ε)),        c = u / (u + v + v')
 *
 * The more the near executions say about the two, the less counts what is true of tools in general: an order that is
 * corrected a few times is not what a long history was. What that and the intent say is of the first calls of tools.
 * Where one of the two steps is a later call (read, write, and read again), the near executions alone know: c = 0.
 */
export function createPrecedence(
  { steps, tools, cellOf, inOrder, inOrderEver }: StepPairs,
  habits: Pick<EngineState['habits'], 'meanPlace'>,
  mentions: Mentions,
): Precedence {
  const { history, general, near, nearPrior, place, mention } = planningSettings.order;
  const meanPlaces = tools.map((toolId) => habits.meanPlace(toolId) ?? 0.5);
  const mentioned = tools.map(mentions.of);
  const probabilities = new Float64Array(steps.length ** 2);
  for (let a = 0; a < steps.length; a++) {
    for (let b = a + 1; b < steps.length; b++) {
      const [there, back] = [cellOf(a, b), cellOf(b, a)];
      if (tools[a] === tools[b]) {
        probabilities[repetitionOf(steps[a]!) < repetitionOf(steps[b]!) ? there : back] = 1;
        continue;
      }
      const [ahead, behind] = [inOrder[there]!, inOrder[back]!];
      const isOfFirstCalls = repetitionOf(steps[a]!) + repetitionOf(steps[b]!) === 0;
      const share = isOfFirstCalls ? general / (general + ahead + behind) : 0;
      const inGeneral =
        history * Math.log((inOrderEver[there]! + 0.5) / (inOrderEver[back]! + 0.5)) +
        place * (meanPlaces[b]! - meanPlaces[a]!) +
        mention * mentionLogit(mentions, mentioned[a]!, mentioned[b]!);
      const nearRatio = Math.log((ahead + nearPrior) / (behind + nearPrior));
      const logit = share * inGeneral + ((1 - share) * history + near) * nearRatio;
      probabilities[there] = 1 / (1 + Math.exp(-logit));
      probabilities[back] = 1 / (1 + Math.exp(logit));
    }
  }
  return (a, b) => probabilities[cellOf(a, b)]!;
}

function mentionLogit(mentions: Mentions, a: Float64Array, b: Float64Array): number {
  const found = mentions.compare(a, b);
  if (found === undefined) return 0;
  const { distance, strength } = found;
  const { fullDistance, fullStrength } = planningSettings.order;
  return (
    Math.sign(distance) * (Math.min(Math.abs(distance) / fullDistance, 1) + 0.5 * Math.min(strength / fullStrength, 1))
  );
}
