import { openChoices } from '../graph/value-paths.js';
import type { ToolDefinition } from '../retrieval/catalogue.js';
import type { SuggestedDag, SuggestedTask, Suggestion, SuggestionMode } from '../types.js';
import type { ChosenSteps } from './choose-steps.js';
import type { Doubts } from './doubts.js';
import { repetitionOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import { listedArguments } from './required-arguments.js';

/**
 * Expected F1 of a plan's steps, in [0, 1]: with π the posteriors of all steps,
 *
 *     2 · Σ_{step in plan} π / (|plan| + Σ_step π)
 */
export function expectedF1({ steps, posteriors }: ChosenSteps): number {
  const planned = new Set(steps);
  let inPlan = 0;
  let expectedSize = 0;
  for (const { step, probability } of posteriors) {
    expectedSize += probability;
    if (planned.has(step)) inPlan += probability;
  }
  return steps.length === 0 ? 0 : Math.min(1, (2 * inPlan) / (steps.length + expectedSize));
}

/** A set of tools is no more probable than any tool in it, in [0, 1]. */
export function leastProbable({ steps, posteriors }: ChosenSteps): number {
  const known = new Map(posteriors.map(({ step, probability }) => [step, probability]));
  return steps
    .filter((step) => repetitionOf(step) === 0)
    .reduce((least, step) => Math.min(least, known.get(step) ?? 0), 1);
}

/**
 * Runs ahead only what is likely, complete, ran before as it is now, did not fail when it ran last and changes nothing; what is less likely
 * than not, hardly ever right as it is, lacks a tool, would change something that is unlikely to be wanted, or has failed again and
 * again is asked about.
 */
export function modeOf(
  { confidence, expectedNodeF1 }: Pick<Suggestion, 'confidence' | 'expectedNodeF1'>,
  { tasks }: SuggestedDag,
  basis: Suggestion['basis'],
  { incomplete, failedSince, changed }: Doubts,
  toolOf: (toolId: string) => Pick<ToolDefinition, 'readOnly' | 'inputSchema'> | undefined,
): SuggestionMode {
  const { suggestion, exact, change, speculative, incomplete: mostIncomplete, failures } = planningSettings.thresholds;
  const isUnlikely = expectedNodeF1 < suggestion || confidence < exact;
  if (isUnlikely || incomplete >= mostIncomplete || failedSince >= failures) return 'explicit';
  const isUnwanted = ({ toolId, reason }: SuggestedTask) =>
    reason.probability < change && toolOf(toolId)?.readOnly !== true;
  if (tasks.some(isUnwanted)) return 'explicit';
  const didRun = basis === 'executions' && failedSince === 0 && changed.length === 0;
  // How often a tool runs is no part of the confidence in a set of tools.
  const isLikely = ({ reason }: SuggestedTask) => reason.probability >= speculative;
  const canRun = (task: SuggestedTask) => {
    const tool = toolOf(task.toolId);
    return isLikely(task) && tool?.readOnly === true && isComplete(task, tool);
  };
  return didRun && tasks.every(canRun) && confidence >= speculative ? 'speculative' : 'suggestion';
}

/**
 * A value for everything that the tool takes: nobody keeps which optional arguments past calls had, and without those a call
 * may be another one. An item of a list is a value that somebody has to choose.
 */
function isComplete(task: SuggestedTask, tool: Pick<ToolDefinition, 'inputSchema'>): boolean {
  const bound = new Set(task.bindings.map(({ argument }) => argument));
  const isKnown = (name: string) => bound.has(name) || Object.hasOwn(task.arguments, name);
  return (
    task.missing.length === 0 &&
    task.bindings.every(({ path }) => openChoices(path) === 0) &&
    listedArguments(tool)?.every(isKnown) === true
  );
}
