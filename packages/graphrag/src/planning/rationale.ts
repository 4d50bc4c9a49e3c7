import type { EngineState } from '../engine-state.js';
import type { Doubts } from './doubts.js';
import type { Draft } from './draft.js';
import type { GonePlan } from './gone-plans.js';
import { toolOf } from './plan.js';
import type { PlanQuery } from './plan-query.js';
import { createAgreement, type Voters } from './voter.js';

/** Characters of a past intent that are shown. */
const shownIntent = 80;

/** Why a plan looks as it does, one sentence a reason: the executions near the intent, then a sentence a tool. */
export function explain(
  { steps, edges, further }: Pick<Draft, 'steps' | 'edges' | 'further'>,
  { succeeded, failed }: Voters,
  { absent, failedSince, hasSucceeded, changed }: Doubts,
  { graph }: Pick<EngineState, 'graph'>,
  { anonymous = false, refused }: Pick<PlanQuery, 'anonymous' | 'refused'>,
): readonly string[] {
  const tools = Array.from(new Set(steps.map(toolOf)));
  const toolsThatRan = succeeded.map(
    ({ plan, failed: inVain }) => new Set(plan.steps.map(toolOf).filter((toolId) => !inVain.has(toolId))),
  );
  const agreesWith = createAgreement(steps);
  const why = (toolId: string): string => {
    const runs = toolsThatRan.filter((ran) => ran.has(toolId)).length;
    if (runs > 0) return `ran in ${runs} of ${succeeded.length}`;
    const edges = [...tools, ...new Set(further.map(toolOf))].flatMap((other) => graph.edge(toolId, other) ?? []);
    const declared = edges.filter(({ source }) => source !== 'learned');
    if (declared.length > 0) return `is declared to run before ${listOf(declared.map(({ to }) => to))}`;
    if (edges.length > 0) return `ran before ${listOf(edges.map(({ to }) => to))} in other executions`;
    return 'matches the words of the intent';
  };
  // Steps mostly need the one before them, so that it is taken to be so where nothing was seen.
  const guesses = edges
    .map(({ from, to }) => [toolOf(from), toolOf(to)] as const)
    .filter(([from, to]) => graph.edge(from, to) === undefined && from !== to);
  const partial = absent.size > 0 ? 0 : succeeded.filter(({ isPartial }) => isPartial).length;
  const leftOut = Array.from(refused)
    .filter((toolId) => succeeded.some(({ ran }) => ran.includes(toolId)))
    .sort();
  const failures = failed.filter(({ plan }) => agreesWith(plan.steps) > 0).length;
  return [
    ...(succeeded[0] === undefined ? [] : [`${nearestOf(succeeded, anonymous)}.`]),
    ...tools.map((toolId) => `${toolId} ${why(toolId)}.`),
    ...(leftOut.length > 0 ? [`${listOf(leftOut)} ran too, and the intent says not to.`] : []),
    ...guesses.map(([from, to]) => `That ${to} needs ${from} is a guess: nothing shows it.`),
    ...(further.length > 0
      ? [
          `It is the beginning of a longer plan: ${countOf(further.length, 'task')} would follow, ${toolOf(further[0]!)} first.`,
        ]
      : []),
    ...Array.from(absent, ([toolId, runs]) =>
      runs > 0
        ? `${toolId} ran in ${runs} of ${succeeded.length} too, and is not there now.`
        : `${toolId} is declared to run before, and is not there now.`,
    ),
    ...(partial > 0 ? [`${partial} of ${succeeded.length} ran something too that is not there now.`] : []),
    ...(failures > 0 ? [`${countOf(failures, 'execution')} near this intent failed with tools of this plan.`] : []),
    ...(changed.length > 0
      ? [`${listOf(changed)} got another definition since ${changed.length === 1 ? 'it' : 'they'} last succeeded.`]
      : []),
    ...(failedSince > 0
      ? [
          `${hasSucceeded ? 'Since it last succeeded it' : 'It never succeeded and'} failed ${failedSince === 1 ? 'once' : `${failedSince} times`}.`,
        ]
      : []),
  ];
}

/** Why what was asked for before is not planned, if anything was that can be no more. */
export function explainGone(
  gone: readonly GonePlan[],
  { anonymous = false }: Pick<PlanQuery, 'anonymous'>,
): readonly string[] {
  return gone.length === 0 ? [] : [`${nearestOf(gone, anonymous)}, and nothing of that is there now.`];
}

/** Of executions that succeeded, nearest first. */
function nearestOf(succeeded: readonly GonePlan[], anonymous: boolean): string {
  const [nearest] = succeeded;
  const which = anonymous ? 'the nearest' : `the nearest, “${shortened(nearest!.intent)}”,`;
  return `${countOf(succeeded.length, 'execution')} with an intent near this one succeeded; ${which} ran ${listOf(nearest!.ran)}`;
}

function shortened(intent: string): string {
  const shown = Array.from(intent).slice(0, shownIntent).join('');
  return shown.length < intent.length ? `${shown}…` : shown;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
