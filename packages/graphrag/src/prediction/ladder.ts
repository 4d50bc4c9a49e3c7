import type { EngineState } from '../engine-state.js';
import { beforeFirst } from '../memory/habits.js';
import type { PredictionQuery } from '../types.js';
import { gatherBase } from './base-evidence.js';
import { visibleFollowers } from './evidence.js';
import { Mixture, type Outcomes } from './mixture.js';
import type { NeighbourVotes } from './neighbour-votes.js';
import { predictionSettings } from './prediction-settings.js';
import type { TextEvidence } from './text-evidence.js';

const settings = predictionSettings;

/** What is known about the intent. */
interface Evidence {
  readonly votes: NeighbourVotes;
  readonly text: TextEvidence;
  readonly familiarity: number;
}

/**
 * A ladder of evidence, each step interpolated with what lies below it: what the executions with the nearest intents
 * ran after the last tool; what followed the last two tools; what followed the last tool; and at the bottom what speaks
 * for a tool whatever ran last: tools of the neighbours that have not run, tools that match the intent, declared edges.
 * A tool gains by the share of the neighbours that ran it, and loses when it has run already, by how rarely it runs
 * again. The end of the execution is one of the outcomes.
 */
export function climbLadder(
  state: EngineState,
  query: PredictionQuery,
  { votes, text, familiarity }: Evidence,
  isVisible: (toolId: string) => boolean,
): Outcomes {
  const { executed } = query;
  const { habits, isLeftOut } = state;
  const last = executed.at(-1) ?? beforeFirst;
  const previous = executed.at(-2) ?? beforeFirst;

  const mixture = new Mixture();
  addRates(mixture, state, executed, isVisible);
  const left = 1 - mixture.total();
  for (const { component, weight, shares } of gatherBase(state, query, votes, text.shares, isVisible)) {
    mixture.addShares(component, left * weight, shares);
  }
  // What most begin with says little about who wants something else.
  const trust = executed.length === 0 ? familiarity : 1;
  if (!isLeftOut('tool') && trust > 0) {
    mixture.interpolate('tool', visibleFollowers(habits.followers(last), isVisible), settings.toolBackOff / trust);
  }
  if (executed.length > 0 && !isLeftOut('pair')) {
    mixture.interpolate(
      'pair',
      visibleFollowers(habits.followersOfPair(previous, last), isVisible),
      settings.pairBackOff,
    );
  }
  if (!isLeftOut('neighbours')) mixture.interpolate('neighbours', votes.after, settings.neighbourBackOff);

  const hasRun = new Set(executed);
  const repeatFactorOf = createRepeatFactor(state);
  const factors = new Map<string, number>();
  for (const toolId of [...votes.presence.keys(), ...hasRun]) {
    const presence = (votes.presence.get(toolId) ?? 0) + settings.presenceFloor;
    factors.set(toolId, presence * (hasRun.has(toolId) ? repeatFactorOf(toolId) : 1));
  }
  return mixture.outcomes(factors, settings.presenceFloor);
}

/** How often executions end after a call, and how often a tool runs twice in a row, whatever the tool. */
function addRates(
  mixture: Mixture,
  { habits: { executions, steps, selfRepeats } }: EngineState,
  executed: readonly string[],
  isVisible: (toolId: string) => boolean,
): void {
  const last = executed.at(-1);
  if (last === undefined) return;
  const { priorCalls, priorEnds } = settings;
  mixture.addEnd('tool', (executions + priorEnds) / (executions + steps + priorCalls));
  if (isVisible(last)) mixture.add(last, 'repetition', selfRepeats / (executions + steps + priorCalls));
}

/**
 * How much a tool that has run counts against one that has not, by how rarely it runs again: in its own history, and as far as that
 * is short in that of all tools.
 */
function createRepeatFactor({ habits }: EngineState): (toolId: string) => number {
  const { priorRepeats, priorCalls, priorRuns, repeatHalf } = settings;
  const { repeats, steps, runs, repetitions } = habits;
  const rate = (repeats + priorRepeats) / (steps + priorCalls);
  return (toolId) => {
    const again = repetitions.get(toolId) ?? 0;
    const own = (again + priorRuns * rate) / ((runs.get(toolId) ?? 0) + again + priorRuns);
    return own / (own + repeatHalf);
  };
}
