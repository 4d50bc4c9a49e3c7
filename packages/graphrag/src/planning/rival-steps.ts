import { entry } from '../entry.js';
import type { StepKey } from './plan.js';
import { planningSettings } from './planning-settings.js';
import type { Voter } from './voter.js';

/** The plans with all steps but one. */
interface Way {
  readonly without: StepKey;
  weight: number;
  executedAt: number;
}

/**
 * The steps without one that another of them stands in for. A report is sent by mail or to a channel: each was done as often, and
 * the steps with the highest expected F1 are those of both, which nobody ever ran. Where none of the near executions ran all
 * steps, and most votes are for all but one, and not always for the same, these are ways to do one thing: the heaviest
 * is it, and of equally heavy ones the newest.
 */
export function withoutRival(
  steps: readonly StepKey[],
  voters: readonly Voter[],
  requirementsOf: (step: StepKey) => readonly StepKey[],
): readonly StepKey[] {
  if (steps.length < 2) return steps;
  const chosen = new Set(steps);
  const ways = new Map<StepKey, Way>();
  let votes = 0;
  for (const { plan, weight, executedAt } of voters) {
    votes += weight;
    const known = plan.steps.filter((step) => chosen.has(step));
    if (known.length === steps.length) return steps;
    if (known.length < steps.length - 1 || known.length < plan.steps.length) continue;
    const without = steps.find((step) => !known.includes(step))!;
    const way = entry(ways, without, () => ({ without, weight: 0, executedAt }));
    way.weight += weight;
    way.executedAt = Math.max(way.executedAt, executedAt);
  }
  const found = Array.from(ways.values()).sort(byWeight);
  const ofAll = found.reduce((sum, { weight }) => sum + weight, 0);
  if (found.length < 2 || ofAll < planningSettings.rivalVotes * votes) return steps;
  const isNeeded = ({ without }: Way) =>
    steps.some((step) => step !== without && requirementsOf(step).includes(without));
  const rival = found.find((way) => !isNeeded(way))?.without;
  return steps.filter((step) => step !== rival);
}

function byWeight(a: Way, b: Way): number {
  return b.weight - a.weight || b.executedAt - a.executedAt || (a.without < b.without ? -1 : 1);
}
