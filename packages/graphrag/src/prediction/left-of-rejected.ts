import type { EngineState } from '../engine-state.js';
import { verdictOf } from '../feedback/verdict.js';
import { withFeedback } from '../feedback/with-feedback.js';
import type { Neighbour } from '../memory/memory.js';
import { createNearness } from '../memory/nearness.js';
import { repetitionOf, toolOf } from '../planning/plan.js';
import type { PredictionQuery } from '../types.js';
import type { Amounts } from './evidence.js';
import { voteOf } from './neighbour-votes.js';
import { predictionSettings } from './prediction-settings.js';

const nothingRejected: Amounts = new Map();

/**
 * What is left of the probability of a tool which users near the intent did not run though it had been proposed, in (0, 1]:
 * what the same verdicts leave of a sure step of a plan. Those who accepted it weigh against them and add nothing themselves:
 * it ran, so they voted. A verdict counts by how like the two intents are, since one about something else is none, however
 * near that is against others. Of the tool's calls, the one is meant that would be next.
 */
export function leftOfRejected(
  state: Pick<EngineState, 'memory' | 'catalogue'>,
  { intent, executed }: PredictionQuery,
  near: readonly Neighbour[],
  isVisible: (toolId: string) => boolean,
): Amounts {
  const asked = near
    .slice(0, predictionSettings.neighbours)
    .filter(({ execution: { proposed } }) => proposed !== undefined);
  // Mostly nothing was.
  if (intent === undefined || asked.length === 0) return nothingRejected;
  const likeness = state.memory.likenessTo(intent);
  const nearness = createNearness(state, intent, isVisible);
  const judges = asked.map(({ execution, freshness }) => ({
    weight: voteOf({ similarity: nearness.of(execution, likeness(execution)), freshness }),
    verdict: verdictOf(execution),
  }));
  const rejected = new Set(judges.flatMap(({ verdict }) => Array.from(verdict?.rejected ?? [])));
  const next = Array.from(rejected, (step) => ({ step, probability: 1 })).filter(({ step }) => {
    const toolId = toolOf(step);
    return repetitionOf(step) === executed.filter((other) => other === toolId).length;
  });
  return new Map(withFeedback(next, judges).map(({ step, probability }) => [toolOf(step), probability]));
}
