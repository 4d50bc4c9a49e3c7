import type { Closure } from './requirements.js';
import type { ScoredTool } from './scored-tool.js';
import { byRank } from './top-ranked.js';

/**
 * Lifts targets that better targets need, and ranks anew: who runs the one will run the other. With s the scores by
 * text and context, and c(t, d) the confidence of the strongest chain of edges by which t needs d,
 *
 *     score(d) = s_d + max over targets t with s_t > s_d of  c(t, d) · (s_t − s_d)
 *
 * which stays below the score of a tool that needs it.
 */
export function raiseNeeded(targets: readonly ScoredTool[], { chains }: Closure): readonly ScoredTool[] {
  const scores = new Map(targets.map(({ toolId, score }) => [toolId, score]));
  const raised = targets.map((target) => {
    let requirement = 0;
    for (const [needing, confidence] of chains.get(target.toolId) ?? []) {
      requirement = Math.max(requirement, confidence * (scores.get(needing)! - target.score));
    }
    if (requirement === 0) return target;
    return {
      toolId: target.toolId,
      score: target.score + requirement,
      components: { ...target.components, requirement },
    };
  });
  return raised.sort(byRank);
}
