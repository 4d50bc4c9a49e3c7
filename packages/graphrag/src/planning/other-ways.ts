import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import { type Draft, draftPlan, type Evidence } from './draft.js';
import { toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import type { PastPlan } from './voter.js';

/**
 * What near executions ran instead: each set of tools that has a considerable share of the votes for the whole intent, most votes
 * first, planned as they did it. A plan with a step more or less is most of the same plan, and yet what its user wants.
 */
export function otherWays(
  state: EngineState,
  evidence: Evidence,
  succeeded: readonly PastPlan[],
  { steps }: Pick<Draft, 'steps'>,
  maxTasks: number,
): readonly Draft[] {
  const { wayVotes } = planningSettings;
  const ways = new Map<string, { readonly voters: PastPlan[]; votes: number }>();
  let total = 0;
  for (const voter of succeeded) {
    const vote = voter.votes?.[0] ?? voter.weight;
    total += vote;
    // Nobody knows what ran beside what is hidden.
    if (voter.isPartial) continue;
    const way = entry(ways, toolsNamed(voter.plan.steps), () => ({ voters: [] as PastPlan[], votes: 0 }));
    way.voters.push(voter);
    way.votes += vote;
  }
  const known = new Set([toolsNamed(steps)]);
  return Array.from(ways.entries())
    .filter(([tools, { votes }]) => votes > 0 && votes >= wayVotes * total && !known.has(tools))
    .sort(([a, { votes }], [b, others]) => others.votes - votes || (a < b ? -1 : 1))
    .map(([, { voters }]) => draftPlan(state, { ...evidence, voters, textMatches: new Map() }, maxTasks))
    .filter((draft) => {
      const tools = toolsNamed(draft.steps);
      const isNew = draft.steps.length > 0 && !known.has(tools);
      known.add(tools);
      return isNew;
    });
}

function toolsNamed(steps: Draft['steps']): string {
  return JSON.stringify(Array.from(new Set(steps.map(toolOf))).sort());
}
