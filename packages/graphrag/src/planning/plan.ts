import type { ObservedExecution } from '../execution.js';
import { type SuccessfulCall, successfulCalls } from '../memory/successful-calls.js';
import { planningSettings } from './planning-settings.js';

/**
 * Names one task of a plan by its tool and by how many calls of that tool come before it, so that a tool that runs
 * twice is two steps and the first ones of two plans are the same step.
 */
export type StepKey = string;

export interface PlanEdge {
  readonly from: StepKey;
  readonly to: StepKey;
  /** How much proves it, in [0, 1]. */
  readonly weight: number;
}

export interface Plan {
  readonly steps: readonly StepKey[];
  readonly edges: readonly PlanEdge[];
}

export function stepKey(toolId: string, repetition: number): StepKey {
  return `${repetition}:${toolId}`;
}

export function toolOf(step: StepKey): string {
  return step.slice(step.indexOf(':') + 1);
}

/** How many calls of the same tool come before it. */
export function repetitionOf(step: StepKey): number {
  // By hand: ties between steps are settled by it.
  let repetition = 0;
  for (let place = 0; step[place] !== ':'; place++) repetition = 10 * repetition + Number(step[place]);
  return repetition;
}

/** Calls of an execution, by default those that succeeded where it succeeded itself, as a plan of permitted tools. */
export function planOf(
  execution: ObservedExecution,
  isVisible: (toolId: string) => boolean,
  those: readonly Pick<SuccessfulCall, 'toolId' | 'position'>[] = successfulCalls(execution),
): Plan {
  const calls = those.filter(({ toolId }) => isVisible(toolId));
  const steps = stepsOf(calls);
  const stepAt = new Map(calls.map(({ position }, index) => [position, steps[index]!]));
  // A call that failed needed what its repetition needs.
  for (const [position, { toolId, success }] of execution.tasks.entries()) {
    if (success || stepAt.has(position)) continue;
    const retry = calls.findIndex((call) => call.position > position && call.toolId === toolId);
    if (retry >= 0) stepAt.set(position, steps[retry]!);
  }
  return {
    steps,
    edges: execution.links.flatMap((link) => {
      const from = stepAt.get(link.from);
      const to = stepAt.get(link.to);
      const weight = link.dataFlow || link.declared ? 1 : planningSettings.sequenceWeight;
      return from === undefined || to === undefined || from === to ? [] : [{ from, to, weight }];
    }),
  };
}

/** The steps that calls of these tools are. */
export function stepsOf(calls: readonly { readonly toolId: string }[]): StepKey[] {
  const repetitions = new Map<string, number>();
  return calls.map(({ toolId }) => {
    const repetition = repetitions.get(toolId) ?? 0;
    repetitions.set(toolId, repetition + 1);
    return stepKey(toolId, repetition);
  });
}
