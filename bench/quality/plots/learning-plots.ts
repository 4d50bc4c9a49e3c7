import type { LearningCurves } from '../learning/curve.js';
import { type Panel, renderLineChart } from './line-chart.js';

export interface Plot {
  /** What is put behind the name of the file of figures: letters, digits and dashes. */
  readonly name: string;
  readonly svg: string;
}

const xLabel = 'executions learnt from';
const columns = 3;

/** One plot for each measure and split, a panel a set; and of the set with the most executions one for a README. */
export function learningPlots(all: readonly LearningCurves[]): Plot[] {
  const kinds = new Map<string, LearningCurves[]>();
  for (const curves of all) {
    const kind = `${curves.measure}, ${curves.split}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), curves]);
  }
  const plots = [...kinds].map(([kind, group]) => ({
    name: `learning-${kind.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
    svg: renderLineChart({
      title: `${kind}, by executions learnt from`,
      xLabel,
      yLabel: group[0]!.measure,
      panels: group.map((curves) => panelOf(`${curves.set} (${curves.units})`, curves)),
      columns,
    }),
  }));
  return [...plots, ...doesItLearn(all)];
}

function doesItLearn(all: readonly LearningCurves[]): Plot[] {
  const executions = ({ curves }: LearningCurves) => curves[0]?.points.at(-1)?.executions ?? 0;
  const largest = [...all].sort((left, right) => executions(right) - executions(left))[0];
  if (largest === undefined) return [];
  const shown = all.filter(({ set, split }) => set === largest.set && split === largest.split);
  return [
    {
      name: 'does-it-learn',
      svg: renderLineChart({
        title: `Does it learn? ${largest.set}, held-out intents`,
        xLabel,
        yLabel: 'share',
        panels: shown.map((curves) => panelOf(curves.measure, curves)),
        columns,
      }),
    },
  ];
}

function panelOf(title: string, { curves }: LearningCurves): Panel {
  return {
    title,
    series: curves.map(({ system, points }) => ({
      name: system === 'engine' ? 'AgentCards' : system,
      points: points.map(({ executions, value }) => ({ x: executions, y: value })),
    })),
  };
}
