import type { Summary } from '../summary.js';

interface Aim {
  readonly warm: number;
  readonly cold: number;
}

/** Hit@1 of the next tool by which issue 5 is met: the prototype and three points, or Markov less one. */
const nextToolAims: Readonly<Record<string, Aim>> = {
  bfclmt: { warm: 0.615, cold: 0.496 },
  livemcp: { warm: 0.308, cold: 0.211 },
  nestful: { warm: 0.323, cold: 0.401 },
  taubench: { warm: 0.624, cold: 0.671 },
  toollinkos: { warm: 0.849, cold: 0.63 },
  ultratool: { warm: 0.716, cold: 0.47 },
};
const planAims: Readonly<Record<string, { readonly node: Aim; readonly edge: Aim }>> = {
  ultratool: { node: { warm: 0.8, cold: 0.7 }, edge: { warm: 0.52, cold: 0.25 } },
};
/** What every plan has to be ahead of the copy of the nearest workflow by. */
const aheadOfCopy = { node: { warm: 0.05, cold: 0.08 }, edge: { warm: 0.05, cold: 0.05 } } as const;

/** A figure of this run beside the acceptance of issue 5. */
export interface LearningGoal {
  readonly set: string;
  readonly split: 'warm' | 'cold';
  readonly what: string;
  readonly value: number;
  readonly target: number;
  readonly met: boolean;
}

/** Only what was measured: a set or a split that did not run has no row. */
export function compareLearningGoals(reports: readonly { set: string; summary: Summary }[]): LearningGoal[] {
  const goal = (set: string, split: 'warm' | 'cold', what: string, value: number, target: number): LearningGoal => ({
    set,
    split,
    what,
    value,
    target,
    met: value >= target,
  });
  return reports.flatMap(({ set, summary }) => {
    const [kind, split] = summary.title.split(', ');
    if (split !== 'warm' && split !== 'cold') return [];
    if (kind === 'next tool') {
      const target = nextToolAims[set]?.[split];
      return target === undefined ? [] : [goal(set, split, 'hit@1', figureOf(summary, 'engine', 'hit@1'), target)];
    }
    return (['node', 'edge'] as const).flatMap((part) => {
      const label = `${part} F1`;
      const value = figureOf(summary, 'engine', label);
      const copied = figureOf(summary, 'nearest copy', label);
      if (Number.isNaN(value)) return [];
      const target = planAims[set]?.[part][split];
      return [
        ...(target === undefined ? [] : [goal(set, split, label, value, target)]),
        goal(set, split, `${label} less copy`, value - copied, aheadOfCopy[part][split]),
      ];
    });
  });
}

/** NaN where it was not measured. */
function figureOf({ systems }: Summary, system: string, label: string): number {
  const found = systems.find(({ name }) => name === system);
  if (found === undefined || 'skipped' in found) return Number.NaN;
  return found.metrics.find((metric) => metric.label === label)?.value.mean ?? Number.NaN;
}

export function renderLearningGoals(goals: readonly LearningGoal[]): string[] {
  if (goals.length === 0) return [];
  const met = goals.filter((goal) => goal.met).length;
  return [
    `Beside the acceptance of issue 5: ${met} of ${goals.length} met`,
    ...goals.map(({ set, split, what, value, target, met: isMet }) => {
      const verdict = isMet ? 'met' : `MISSED by ${(target - value).toFixed(3)}`;
      return `  ${set.padEnd(12)}${split.padEnd(6)}${what.padEnd(22)}${value.toFixed(3).padStart(7)}  ≥ ${target.toFixed(3)}  ${verdict}`;
    }),
  ];
}
