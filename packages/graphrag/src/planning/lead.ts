import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import { clausesOf } from '../retrieval/query-terms.js';
import { rankingSettings } from '../retrieval/ranking-settings.js';
import { isSingledOut } from '../retrieval/singled-out.js';
import { exactFormMark } from '../retrieval/tokenize.js';
import { toolOf } from './plan.js';
import type { PlanQuery } from './plan-query.js';
import { rankingLimit } from './text-matches.js';
import type { PastPlan } from './voter.js';

/** Votes that are so strong against the strongest are of executions that are no less near. */
const asNear = 0.6;

/** From this likeness on it was asked for the same, whatever tool its words are about. */
const sameAsked = 0.7;

/** The tool that an intent is about, though none of the executions near it ran it. */
export interface Lead {
  readonly toolId: string;
  /** Whether it is run instead of another, as far as their names say: `cancel_pickup` instead of `schedule_pickup`. */
  standsFor(toolId: string): boolean;
}

/** “Call off the pickup” is nearest to what schedules one: what is near does something else, if its words are about one tool. */
export function leadOf(state: EngineState, query: PlanQuery, near: readonly PastPlan[]): Lead | undefined {
  const { intent, embedding, filter, refused } = query;
  const { singledOut } = rankingSettings;
  if (near.length === 0 || state.isLeftOut('text') || clausesOf(intent).length > singledOut.clauses) return undefined;
  const limit = rankingLimit(refused);
  const [best, next] = state
    .rank({ text: intent, embedding, filter, limit })
    .filter(({ toolId }) => !refused.has(toolId));
  if (best === undefined) return undefined;
  if (!isSingledOut({ match: best.match, probability: best.score }, next, singledOut)) return undefined;
  if (near.some(({ plan }) => plan.steps.some((step) => toolOf(step) === best.toolId))) return undefined;
  const likenessTo = state.memory.likenessTo(intent);
  if (near.some((voter) => likenessTo(voter) >= sameAsked)) return undefined;
  const nearest = near.reduce((most, { weight }) => Math.max(most, weight), 0);
  const past = near.filter(({ weight }) => weight >= asNear * nearest).map((voter) => voter.intent);
  if (!state.catalogue.isNewBeside(best.toolId, past)) return undefined;
  return { toolId: best.toolId, standsFor: createStandsFor(best.toolId, state) };
}

/** One of the same server that has half of the words of its name in common, or of the other's. */
function createStandsFor(
  lead: string,
  { catalogue, tokenize }: Pick<EngineState, 'catalogue' | 'tokenize'>,
): Lead['standsFor'] {
  const serverOf = (toolId: string) => catalogue.get(toolId)?.server;
  const wordsOf = (toolId: string) =>
    new Set(tokenize(catalogue.get(toolId)?.name ?? '').filter((term) => !term.startsWith(exactFormMark)));
  const ofLead = wordsOf(lead);
  const known = new Map<string, boolean>();
  return (toolId) =>
    entry(known, toolId, () => {
      const words = wordsOf(toolId);
      const common = Array.from(words).filter((word) => ofLead.has(word)).length;
      return serverOf(toolId) === serverOf(lead) && common > 0 && common >= Math.min(words.size, ofLead.size) / 2;
    });
}
