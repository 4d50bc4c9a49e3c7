import type { EngineState } from '../engine-state.js';
import type { Draft } from './draft.js';
import { toolOf } from './plan.js';
import { agreement, type Voters } from './voter.js';

/** Characters of a past intent that are shown. */
const shownIntent = 80;

/** Why a plan looks as it does, one sentence a reason: the executions near the intent, then a sentence a tool. */
export function explain(
  { steps }: Draft,
  { succeeded, failed }: Voters,
  textMatches: ReadonlyMap<string, number>,
  { graph }: Pick<EngineState, 'graph'>,
): readonly string[] {
  const tools = Array.from(new Set(steps.map(toolOf)));
  const isDeclared = (from: string, to: string) => (graph.edge(from, to)?.source ?? 'learned') !== 'learned';
  const why = (toolId: string): string => {
    const runs = succeeded.filter(({ plan }) => plan.steps.some((step) => toolOf(step) === toolId)).length;
    if (runs > 0) return `ran in ${runs} of ${succeeded.length === 1 ? 'it' : 'them'}`;
    const needing = tools.filter((other) => isDeclared(toolId, other));
    if (needing.length > 0) return `must run before ${listOf(needing)}`;
    return textMatches.has(toolId) ? 'was found by the words of the intent' : 'is needed by others';
  };
  const failures = failed.filter((voter) => agreement(voter.plan.steps, steps) > 0).length;
  return [
    ...(succeeded[0] === undefined ? [] : [nearestSentence(succeeded)]),
    ...tools.map((toolId) => `${toolId} ${why(toolId)}.`),
    ...(failures > 0 ? [`${countOf(failures, 'execution')} near this intent failed with tools of this plan.`] : []),
  ];
}

function nearestSentence(succeeded: Voters['succeeded']): string {
  const [nearest] = succeeded;
  const intent = Array.from(nearest!.intent).slice(0, shownIntent).join('');
  const quoted = intent.length < nearest!.intent.length ? `${intent}…` : intent;
  const ran = listOf(nearest!.plan.steps.map(toolOf));
  return `${countOf(succeeded.length, 'execution')} with an intent near this one succeeded; the nearest, “${quoted}”, ran ${ran}.`;
}

function countOf(count: number, noun: string): string {
  return count === 1 ? `One ${noun}` : `${count} ${noun}s`;
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
