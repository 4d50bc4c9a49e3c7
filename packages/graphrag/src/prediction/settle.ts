import type { Corrected } from './corrected.js';
import { type Amounts, sumOf } from './evidence.js';
import type { Outcomes } from './mixture.js';
import type { SaidNotDone } from './said-not-done.js';

/** What becomes of the probabilities in the end; those of the tools and of the end add up to as much as before. */
export interface Settled {
  readonly stop: number;
  /** Tools that the ladder does not foresee, and that are to be done. */
  readonly unforeseen: readonly string[];
  /** What a tool has that had so much before. */
  of(toolId: string, probability: number): number;
  /** The part of it that it has because it was said and not done, and the part because others need it first. */
  ofSaid(toolId: string): number;
  ofNeeds(toolId: string): number;
}

/** Less is what sums of shares are off by. */
const leastRest = 1e-9;

/**
 * Lets tools give to what has to run before them (`needsFirst`). Then lets the end, or before the first call all tools,
 * give their share of what was said and not done to the tools that this begins with, and then all other outcomes have, in
 * proportion, what tools lose that users have deleted or the intent forbids.
 */
export function settle(
  { tools }: Pick<Outcomes, 'tools'>,
  { probabilities, stop }: Corrected,
  { first, share }: SaidNotDone,
  needs: Amounts,
  leftOfRejected: Amounts,
  isBeginning: boolean,
): Settled {
  const [given, kept] = isBeginning ? [1, 1 - share] : [stop, 1];
  const said = (toolId: string) => given * (first.get(toolId) ?? 0);
  const needed = (toolId: string) => kept * (needs.get(toolId) ?? 0);
  const withAll = (toolId: string, probability: number) => kept * probability + needed(toolId) + said(toolId);
  const leftOf = (toolId: string) => leftOfRejected.get(toolId) ?? 1;
  const unforeseen = notAmong(tools, [...first.keys(), ...needs.keys()]);
  const lost: number[] = [];
  const lose = (toolId: string, probability: number) => {
    const left = leftOf(toolId);
    if (left < 1) lost.push((1 - left) * withAll(toolId, probability));
  };
  if (leftOfRejected.size > 0) {
    for (const [place, { toolId }] of tools.entries()) lose(toolId, probabilities[place]!);
    for (const toolId of unforeseen) lose(toolId, 0);
  }
  const rest = 1 - sumOf(lost);
  // Where all is lost, nothing is foreseen.
  const gain = rest > leastRest ? 1 / rest : 0;
  return {
    stop: gain * stop * (1 - share),
    unforeseen,
    of: (toolId, probability) => gain * leftOf(toolId) * withAll(toolId, probability),
    ofSaid: (toolId) => gain * leftOf(toolId) * said(toolId),
    ofNeeds: (toolId) => Math.max(0, gain * leftOf(toolId) * needed(toolId)),
  };
}

function notAmong(tools: Outcomes['tools'], toolIds: readonly string[]): readonly string[] {
  if (toolIds.length === 0) return [];
  const foreseen = new Set(tools.map(({ toolId }) => toolId));
  return Array.from(new Set(toolIds)).filter((toolId) => !foreseen.has(toolId));
}
