import type { Finding } from '../finding.js';
import { executionsToReach, type LearningCurves } from '../learning/curve.js';
import { nextToolMeasure } from './learning-curves.js';

const reference = 'first-order Markov';
const targetShare = 0.3;

/**
 * The share of the executions after which the engine's hit@1 is what Markov reaches with all of them, by set; the
 * value of a finding is that of the set that takes the most.
 */
export function measureExecutionsNeeded(all: readonly LearningCurves[]): Finding[] {
  const measured = all.filter(({ measure }) => measure === nextToolMeasure);
  return [...new Set(measured.map(({ split }) => split))].map((split) => {
    const sets = measured.filter((curves) => curves.split === split).map(needed);
    return {
      point: 'F14',
      what: `${split}: share of the executions to reach what Markov reaches with all of them, worst set`,
      value: Math.max(...sets.map(({ share }) => share)),
      target: { atMost: targetShare },
      details: sets.map(
        ({ set, count, all: total, share, aim }) =>
          `${set.padEnd(12)} ${share === Number.POSITIVE_INFINITY ? 'never' : `${Math.ceil(count)} of ${total}, ${(100 * share).toFixed(0)} %`} (Markov ${aim.toFixed(3)})`,
      ),
    };
  });
}

function needed({ set, curves }: LearningCurves) {
  const pointsOf = (system: string) => curves.find((curve) => curve.system === system)!.points;
  const last = pointsOf(reference).at(-1)!;
  const count = executionsToReach(pointsOf('engine'), last.value);
  return { set, count, all: last.executions, share: count / last.executions, aim: last.value };
}

/** One line a system: its value after each number of executions. */
export function renderCurves({ split, measure, units, curves }: LearningCurves): string[] {
  const sizes = curves[0]?.points.map(({ executions }) => String(executions).padStart(8)) ?? [];
  return [
    `  ${measure} by executions learnt from, ${split}: ${units} held out`,
    `    ${''.padEnd(20)}${sizes.join('')}`,
    ...curves.map(
      ({ system, points }) =>
        `    ${system.padEnd(20)}${points.map(({ value }) => value.toFixed(3).padStart(8)).join('')}`,
    ),
  ];
}
