import type { Suggestion } from '@agentcards/graphrag';
import type { Finding } from '../finding.js';
import { equalMassCalibrationError, type ScoreForecast } from '../metrics/equal-mass-calibration.js';
import { nodeF1, planShape } from '../metrics/plan.js';
import type { Subject } from '../subject.js';
import { hybridEngine } from './engine-predictors.js';
import { nextToolTask } from './next-tool-task.js';
import { planTask } from './plan-task.js';
import type { Split } from './split.js';

/** What this version of the engine may not say yet is not measured. */
type AnySuggestion = Suggestion & { readonly expectedNodeF1?: number | undefined };

/** Forecasts on one split of a set, each with what came of it. */
interface Forecasts {
  readonly set: string;
  /** At every position, the end among them: there no tool is right. */
  readonly nextTool: readonly ScoreForecast[];
  /** Where a tool ran, its probability given that the execution goes on. */
  readonly ongoing: readonly ScoreForecast[];
  readonly stop: readonly ScoreForecast[];
  readonly exactPlan: readonly ScoreForecast[];
  readonly nodeF1: readonly ScoreForecast[];
}

const kinds = [
  { key: 'nextTool', point: 'C7', what: 'the best next tool, ends included', warm: 0.05, cold: 0.08 },
  { key: 'ongoing', point: 'C7', what: 'the best next tool, given that one runs', warm: undefined, cold: undefined },
  { key: 'stop', point: 'C7', what: 'that nothing more runs', warm: 0.05, cold: 0.08 },
  { key: 'exactPlan', point: 'D8', what: 'that the tools of a plan are exactly right', warm: 0.06, cold: 0.06 },
  { key: 'nodeF1', point: 'D8', what: 'the node F1 of a plan', warm: undefined, cold: undefined },
] as const;

/** How far probabilities that the engine gives are from how often it is right, all sets together and each alone. */
export function measureCalibration(subjects: readonly Subject[], splits: readonly Split[]): Finding[] {
  return splits.flatMap((split) => {
    const bySet = subjects.map((subject) => gather(subject, split));
    return kinds.map(({ key, point, what, ...limits }): Finding => {
      const measured = bySet.filter((forecasts) => forecasts[key].length > 0);
      const all = measured.flatMap((forecasts) => forecasts[key]);
      const limit = split === 'cold' ? limits.cold : limits.warm;
      return {
        point,
        what: `ECE of ${what}, ${split}, ${all.length} forecasts`,
        value: equalMassCalibrationError(all),
        target: limit === undefined ? undefined : { atMost: limit },
        details: measured.map(
          (forecasts) =>
            `${forecasts.set.padEnd(12)} ${equalMassCalibrationError(forecasts[key]).toFixed(3)} (${forecasts[key].length})`,
        ),
      };
    });
  });
}

function gather(subject: Subject, split: Split): Forecasts {
  return { set: subject.set.name, ...nextToolForecasts(subject, split), ...planForecasts(subject, split) };
}

function nextToolForecasts(subject: Subject, split: Split): Pick<Forecasts, 'nextTool' | 'ongoing' | 'stop'> {
  const task = nextToolTask(subject.set, split);
  if ('skipped' in task) return { nextTool: [], ongoing: [], stop: [] };
  const { engine, vectorOf } = hybridEngine(subject, { history: task.history });
  const nextTool: ScoreForecast[] = [];
  const ongoing: ScoreForecast[] = [];
  const stop: ScoreForecast[] = [];
  for (const { tasks, intent } of task.chains) {
    const tools = tasks.map(({ tool }) => tool);
    const vector = intent === undefined ? {} : vectorOf(intent);
    // After the last tool as well: there the end is what comes.
    for (const length of Array.from(tools.keys(), (index) => index + 1)) {
      const answer = engine.predictNext({
        executed: tools.slice(0, length),
        intent,
        topK: 1,
        ...vector,
      });
      const [best] = answer.predictions;
      const next = tools[length];
      if (best !== undefined) {
        const outcome = best.toolId === next ? 1 : 0;
        nextTool.push({ forecast: best.probability, outcome });
        const goesOn = 1 - answer.stop;
        if (next !== undefined && goesOn > 0) ongoing.push({ forecast: best.probability / goesOn, outcome });
      }
      stop.push({ forecast: answer.stop, outcome: next === undefined ? 1 : 0 });
    }
  }
  return { nextTool, ongoing, stop };
}

function planForecasts(subject: Subject, split: Split): Pick<Forecasts, 'exactPlan' | 'nodeF1'> {
  const task = planTask(subject.set, split);
  if ('skipped' in task) return { exactPlan: [], nodeF1: [] };
  const { engine, vectorOf } = hybridEngine(subject, { history: task.history });
  const exactPlan: ScoreForecast[] = [];
  const expected: ScoreForecast[] = [];
  for (const { intent, truth } of task.answers) {
    const plan: AnySuggestion = engine.suggest({ intent, alternatives: 0, ...vectorOf(intent) });
    const score = nodeF1(planShape(plan.dag.tasks.map((step) => ({ ...step, tool: step.toolId }))), truth);
    exactPlan.push({ forecast: plan.confidence, outcome: score === 1 ? 1 : 0 });
    if (plan.expectedNodeF1 !== undefined) expected.push({ forecast: plan.expectedNodeF1, outcome: score });
  }
  return { exactPlan, nodeF1: expected };
}
