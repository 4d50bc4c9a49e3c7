import { entry } from '../entry.js';
import type { ObservedExecution } from '../execution.js';
import { createForeignDiscount, type ForeignDiscount, type ForeignSources } from '../memory/foreign-discount.js';
import type { Neighbour, Recollection } from '../memory/memory.js';
import { createNearness, type NameSources } from '../memory/nearness.js';
import { successfulCalls } from '../memory/successful-calls.js';
import type { ToolFilter } from '../types.js';
import type { Experience } from './past-votes.js';

/** How past executions speak for the tools that they used. */
export interface ExperienceSettings {
  /** Past intents that vote, the most similar ones; of each outcome. */
  readonly neighbours: number;
  /** A vote is the likeness of the intents to this power. */
  readonly exponent: number;
  /** Votes at which experience is trusted by half. */
  readonly half: number;
  /** Likeness of the nearest intent up to which nothing like this one was ever asked, and experience is silent. */
  readonly unlike: number;
  /** Likeness of the nearest intent at which experience is trusted by half. */
  readonly alike: number;
  /** A tool's share of the votes counts to this power: what most of them used is meant, what few used is chance. */
  readonly agreement: number;
  readonly foreign: ForeignDiscount;
  /** Milliseconds after which a vote weighs half, counted back from the newest execution. */
  readonly halfLife: number;
}

/** Intents that are so near against the nearest are no less it. */
const asNear = 0.8;
const nothingSaid: Experience = { votes: new Map(), intents: [] };

interface ExperienceSources extends NameSources, ForeignSources {
  readonly memory: Recollection;
  readonly catalogue: NameSources['catalogue'] & ForeignSources['catalogue'];
}

/**
 * How far past executions with intents like this one speak for a tool, in [0, 1). With l the likeness of an intent, less what
 * this one says of other tools (`createForeignDiscount`), a = 2^(−age / half-life), over the nearest executions that used any
 * visible tool:
 *
 *     vote(j)       = a(j) · l(j)^exponent
 *     share(d)      = max(0, Σ vote of successes that used d − Σ vote of failures in which d failed) / (half + Σ vote of successes)
 *     x             = max(0, l_max − unlike),  x_½ = alike − unlike
 *     experience(d) = share(d)^agreement · x² / (x² + x_½²)
 *
 * Bounded however often one intent was recorded, and 0 where nothing like it was.
 */
export function experienceOf(
  text: string,
  sources: ExperienceSources,
  filter: ToolFilter | undefined,
  isVisible: (toolId: string) => boolean,
  { neighbours, exponent, half, unlike, alike, agreement, foreign, halfLife }: ExperienceSettings,
): Experience {
  const { memory } = sources;
  const { succeeded, failed } = memory.nearest(text, { count: neighbours, alike: neighbours }, isVisible);
  if (succeeded.length === 0) return nothingSaid;
  const nearness = createNearness(sources, text, isVisible);
  const discounted = createForeignDiscount(sources, text, filter, isVisible, foreign);
  const likenessOf = memory.likenessTo(text);
  const known = new Map<ObservedExecution, number>();
  const likeness = (execution: ObservedExecution) =>
    entry(known, execution, () => discounted(execution, nearness.of(execution, likenessOf(execution))));
  const nearest = succeeded.reduce((most, { execution }) => Math.max(most, likeness(execution)), 0);
  if (nearest <= unlike) return nothingSaid;
  const voteOf = ({ execution }: Neighbour) =>
    likeness(execution) ** exponent * 2 ** ((execution.executedAt - memory.latest) / halfLife);

  const votes = new Map<string, number>();
  let all = 0;
  for (const neighbour of succeeded) {
    const vote = voteOf(neighbour);
    all += vote;
    for (const toolId of new Set(successfulCalls(neighbour.execution).map((call) => call.toolId))) {
      if (isVisible(toolId)) votes.set(toolId, (votes.get(toolId) ?? 0) + vote);
    }
  }
  for (const neighbour of failed) {
    const broken = neighbour.execution.tasks.filter(({ success }) => !success).map(({ toolId }) => toolId);
    for (const toolId of new Set(broken)) {
      const before = votes.get(toolId);
      if (before !== undefined) votes.set(toolId, Math.max(0, before - voteOf(neighbour)));
    }
  }
  const trust = (nearest - unlike) ** 2 / ((nearest - unlike) ** 2 + (alike - unlike) ** 2);
  const near = succeeded.filter(({ execution }) => likeness(execution) >= asNear * nearest);
  return {
    votes: new Map(Array.from(votes, ([toolId, vote]) => [toolId, trust * (vote / (half + all)) ** agreement])),
    intents: Array.from(new Set(near.flatMap(({ execution }) => execution.intent ?? []))),
  };
}
