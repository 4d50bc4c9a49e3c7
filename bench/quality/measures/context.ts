import type { Workflow } from '../../data/data-set.js';
import { type Estimate, estimate, estimateDifference } from '../bootstrap.js';
import type { Engine } from '../engine.js';
import type { Finding } from '../finding.js';
import { mean } from '../mean.js';
import { expectedCalibrationError, type Forecast } from '../metrics/calibration.js';
import { measureRanking } from '../metrics/ranking.js';
import { targetsOf } from '../ranking-of.js';
import type { Subject } from '../subject.js';
import { type Split, splitWorkflows } from './split.js';

const depth = 5;

/**
 * D11: R@5 of the tools that a held-out workflow goes on to use, from its intent and its first tools, which are taken
 * out of the ranking; with those tools as context against without, by an engine that has learned the history. And how far
 * the score is a probability with a context.
 */
export function measureContext(subjects: readonly Subject[]): Finding[] {
  return (['warm', 'cold'] as const).flatMap((split) =>
    [false, true].flatMap((experience) => {
      const engines = new Map(
        subjects.map((subject) => [subject, subject.hybrid({ history: splitWorkflows(subject.set, split).history })]),
      );
      return [1, 2].flatMap((given) => compare(subjects, engines, split, experience, given));
    }),
  );
}

function compare(
  subjects: readonly Subject[],
  engines: ReadonlyMap<Subject, Engine>,
  split: Split,
  experience: boolean,
  given: number,
): Finding[] {
  const sets = subjects.flatMap((subject) => {
    const tasks = splitWorkflows(subject.set, split).held.flatMap((workflow) => taskOf(workflow, given) ?? []);
    if (tasks.length === 0) return [];
    const forecasts: Forecast[] = [];
    const rank = (useContext: boolean) =>
      tasks.map(({ intent, context, rest }) => {
        const answer = engines.get(subject)!.search({
          ...subject.embedded.query(intent),
          topK: depth + context.length,
          experience,
          includeRequirements: false,
          ...(useContext && { context }),
        });
        const ranking = targetsOf(answer).filter((id) => !context.includes(id));
        for (const { toolId, score } of useContext ? answer.results : []) {
          if (ranking.includes(toolId)) forecasts.push({ probability: score, happened: rest.flat().includes(toolId) });
        }
        return measureRanking(ranking, rest).recallAt5;
      });
    const weights = tasks.map(() => 1);
    const without = { values: rank(false), weights };
    const withContext = { values: rank(true), weights };
    return [
      {
        set: subject.set.name,
        count: tasks.length,
        without: estimate(without).mean,
        with: estimate(withContext).mean,
        difference: estimateDifference(withContext, without),
        calibration: expectedCalibrationError(forecasts),
      },
    ];
  });
  const which = `${given} tool(s) of context, ${split}, experience ${experience ? 'on' : 'off'}, mean over sets`;
  return [
    {
      point: 'D11',
      what: `R@5 gained by ${which}`,
      value: mean(sets.map(({ difference }) => difference.mean)),
      details: sets.map(
        ({ set, count, without, difference, ...one }) =>
          `${set.padEnd(12)} without ${without.toFixed(3)}  with ${one.with.toFixed(3)}  ${signed(difference)}  (${count})`,
      ),
    },
    {
      point: 'D11',
      what: `ECE of the score with ${which}`,
      value: mean(sets.map(({ calibration }) => calibration)),
      details: [sets.map(({ set, calibration }) => `${set} ${calibration.toFixed(3)}`).join(', ')],
    },
  ];
}

/** The first `given` tools of a workflow and the different ones that follow. */
function taskOf({ intent, tasks }: Workflow, given: number) {
  const tools = tasks.map(({ tool }) => tool);
  const context = tools.slice(0, given);
  const rest = [...new Set(tools.slice(given))].filter((tool) => !context.includes(tool)).map((tool) => [tool]);
  return intent === undefined || rest.length === 0 ? undefined : { intent, context, rest };
}

const signed = ({ mean: by, low, high }: Estimate) =>
  `${by < 0 ? '' : '+'}${by.toFixed(3)} [${low.toFixed(3)} ${high.toFixed(3)}]`;
