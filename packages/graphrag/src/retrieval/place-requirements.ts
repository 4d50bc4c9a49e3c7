import { type Closure, type Requirement, requirementSettings, toRequirement } from './requirements.js';

/** How requirements take their places between targets. From `docs/decisions/2026-11-23-order-of-requirements.md`. */
const placingSettings = {
  /** Exponent by which the targets' scores become shares of belief: the best of them is nearly always the one meant. */
  sharpness: 2,
  /** Weight of a tool's own score beside the belief in who needs it. */
  textShare: 0.1,
} as const;

/** What is placed: targets by descending score, requirements between them. */
export type Placed<Target> = { readonly target: Target } | { readonly requirement: Requirement };

/**
 * Puts requirements between the targets, so that the list can be cut anywhere. With b_t the share of belief in target
 * t, b_t = s_t^sharpness / Σ s^sharpness over the targets' scores s, and c(t, d) the confidence of the strongest
 * chain of edges by which t needs d, a tool is worth
 *
 *     v(d) = b_d + Σ_t b_t · c(t, d) + textShare · s_d / max s
 *
 * The best target comes first. Then comes whatever is worth more: the next target, or the best of the requirements
 * that a tool placed before needs. So targets keep their order, and none is left out for a requirement.
 */
export function placeRequirements<Target extends { readonly toolId: string; readonly score: number }>(
  targets: readonly Target[],
  closure: Closure,
  scoreOf: (toolId: string) => number,
): readonly Placed<Target>[] {
  const worth = createWorth(targets, closure, scoreOf);
  const isTarget = new Set(targets.map(({ toolId }) => toolId));
  const waiting = Array.from(closure.chains.keys())
    .filter((toolId) => !isTarget.has(toolId))
    .map((toolId) => ({ toolId, worth: worth(toolId), needing: closure.evidence.get(toolId)! }))
    .sort((a, b) => b.worth - a.worth || (a.toolId < b.toolId ? -1 : 1));

  const order: string[] = [];
  const placed = new Set<string>();
  const place = (toolId: string) => {
    order.push(toolId);
    placed.add(toolId);
  };
  let next = 0;
  for (;;) {
    const isFull = placed.size - next >= requirementSettings.maximumCount;
    const isReady = ({ needing }: (typeof waiting)[number]) => needing.some(({ requiredBy }) => placed.has(requiredBy));
    const ready = isFull ? -1 : waiting.findIndex(isReady);
    const target = targets[next];
    if (target !== undefined && (ready < 0 || worth(target.toolId) >= waiting[ready]!.worth)) {
      place(target.toolId);
      next++;
    } else if (ready >= 0) {
      place(waiting.splice(ready, 1)[0]!.toolId);
    } else {
      break;
    }
  }
  const targetById = new Map(targets.map((target) => [target.toolId, target]));
  return order.map((toolId) => {
    const target = targetById.get(toolId);
    return target ? { target } : { requirement: toRequirement(toolId, closure, (id) => placed.has(id)) };
  });
}

function createWorth(
  targets: readonly { readonly toolId: string; readonly score: number }[],
  { chains }: Closure,
  scoreOf: (toolId: string) => number,
): (toolId: string) => number {
  const best = targets.reduce((highest, { score }) => Math.max(highest, score), 0);
  const relative = (score: number) => (best === 0 ? 0 : score / best);
  const shares = new Map(targets.map(({ toolId, score }) => [toolId, relative(score) ** placingSettings.sharpness]));
  const total = Array.from(shares.values()).reduce((sum, share) => sum + share, 0) || 1;
  const known = new Map<string, number>();
  return (toolId) => {
    let worth = known.get(toolId);
    if (worth === undefined) {
      worth = (shares.get(toolId) ?? 0) / total + placingSettings.textShare * relative(scoreOf(toolId));
      for (const [target, confidence] of chains.get(toolId) ?? []) worth += (shares.get(target)! * confidence) / total;
      known.set(toolId, worth);
    }
    return worth;
  };
}
