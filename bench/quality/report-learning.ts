import type { Finding } from './finding.js';
import type { LearningCurves } from './learning/curve.js';
import { measureCalibration } from './measures/calibration.js';
import {
  type ComponentAblation,
  measureComponentAblations,
  renderComponentAblations,
} from './measures/component-ablations.js';
import { measureExecutionsNeeded, renderCurves } from './measures/executions-needed.js';
import { measureLearningCurves } from './measures/learning-curves.js';
import { compareLearningGoals, type LearningGoal, renderLearningGoals } from './measures/learning-goals.js';
import type { Split } from './measures/split.js';
import type { SetReport } from './set-report.js';
import type { Subject } from './subject.js';

export interface LearningReport {
  readonly curves: readonly LearningCurves[];
  readonly ablations: readonly ComponentAblation[];
  readonly goals: readonly LearningGoal[];
}

/** All that is said of next tool and plans beside the tables of the sets, printed as it comes. */
export function reportLearning(
  subjects: readonly Subject[],
  splits: readonly Split[],
  reports: readonly SetReport[],
  collect: (findings: readonly Finding[]) => void,
): LearningReport {
  console.log('\nLearning curves');
  const curves = subjects.flatMap((subject) => {
    const measured = splits.flatMap((split) => measureLearningCurves(subject, split));
    if (measured.length > 0) console.log(subject.set.name);
    for (const one of measured) console.log(renderCurves(one).join('\n'));
    return measured;
  });

  console.log('\nLearning over all sets, beside what was aimed at');
  collect(measureExecutionsNeeded(curves));
  collect(measureCalibration(subjects, splits));

  const ablations = measureComponentAblations(subjects, splits);
  console.log(`\n${renderComponentAblations(ablations).join('\n')}`);

  const goals = compareLearningGoals(
    reports.flatMap(({ set, measures }) =>
      measures.flatMap((summary) => ('systems' in summary ? [{ set, summary }] : [])),
    ),
  );
  console.log(`\n${renderLearningGoals(goals).join('\n')}`);
  return { curves, ablations, goals };
}
