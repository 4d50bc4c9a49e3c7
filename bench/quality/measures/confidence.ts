import type { SearchAnswer } from '@agentcards/graphrag';
import type { Query } from '../../data/data-set.js';
import { evenlySpaced } from '../evenly-spaced.js';
import type { Finding } from '../finding.js';
import { mean } from '../mean.js';
import { auroc } from '../metrics/auroc.js';
import { expectedCalibrationError, type Forecast, reliabilityBins } from '../metrics/calibration.js';
import { fitPlattScaling } from '../metrics/platt-scaling.js';
import type { Subject } from '../subject.js';

const topK = 10;

interface SetConfidence {
  readonly set: string;
  readonly forecasts: readonly Forecast[];
  /** Best score of each query, 0 where the engine abstained: with the tools that answer it, */
  readonly answerable: readonly number[];
  /** without them, */
  readonly removed: readonly number[];
  /** and of intents that were written for other sets. */
  readonly foreign: readonly number[];
}

/**
 * D9: whether the score is a probability, by the targets among the first ten of every query; and whether the best
 * score tells that the catalogue has an answer. A query without an answer is one whose relevant tools, alternatives
 * included, are excluded, which is as if they were not there; or one that was written for another set, whose tools may
 * by chance be answered here too.
 */
export function measureConfidence(subjects: readonly Subject[]): Finding[] {
  const sets = subjects
    .filter(({ queries }) => queries.length > 0)
    .map((subject) => measureSet(subject, subjects))
    .filter(({ answerable }) => answerable.length > 0);
  const errors = sets.map(({ forecasts }) => expectedCalibrationError(forecasts));
  const crossFitted = sets.map((one) => fittedOnOthers(one, sets));
  const crossErrors = crossFitted.map(expectedCalibrationError);
  const removed = sets.map((one) => auroc(one.answerable, one.removed));
  // Not a number where there is no other set to take intents from.
  const foreign = sets.map((one) => auroc(one.answerable, one.foreign));
  const bySet = (values: readonly number[]) =>
    sets.map(({ set }, index) => `${set} ${fixed(values[index]!)}`).join(', ');
  const rates = (name: 'answerable' | 'removed' | 'foreign') => sets.map((one) => mean(one[name].map(isNothing)));
  const rate = (name: 'answerable' | 'removed' | 'foreign', what: string): Finding => ({
    point: 'D9',
    what: `abstains ${what}, share of queries, mean over sets`,
    value: mean(rates(name).filter((value) => !Number.isNaN(value))),
    details: [bySet(rates(name))],
  });
  return [
    {
      point: 'D9',
      what: 'ECE of the score over the top 10, each set scaled by a fit on the others, all forecasts',
      value: expectedCalibrationError(crossFitted.flat()),
      target: { atMost: 0.05 },
      details: [],
    },
    {
      point: 'D9',
      what: 'ECE, each set scaled by a fit on the others, mean over sets',
      value: mean(crossErrors),
      target: { atMost: 0.05 },
      details: [bySet(crossErrors)],
    },
    {
      point: 'D9',
      what: 'ECE as shipped, mean over sets',
      value: mean(errors),
      details: [
        bySet(errors),
        ...reliabilityBins(sets.flatMap(({ forecasts }) => forecasts)).map(
          ({ count, meanProbability, frequency }) =>
            `all sets: score ${fixed(meanProbability)}  relevant ${fixed(frequency)}  (${count})`,
        ),
      ],
    },
    {
      point: 'D9',
      what: 'AUROC of the best score, answers taken out of the catalogue, mean over sets',
      value: mean(removed),
      target: { atLeast: 0.8 },
      details: [bySet(removed)],
    },
    {
      point: 'D9',
      what: 'AUROC of the best score, intents of other sets, mean over sets',
      value: mean(foreign.filter((value) => !Number.isNaN(value))),
      target: { atLeast: 0.95 },
      details: [bySet(foreign)],
    },
    {
      point: 'D9',
      what: 'AUROC, answers taken out, one ranking over all sets (one threshold for all catalogues)',
      value: auroc(
        sets.flatMap(({ answerable }) => answerable),
        sets.flatMap((one) => one.removed),
      ),
      details: [],
    },
    rate('answerable', 'with an answer in the catalogue'),
    rate('removed', 'with the answers taken out'),
    rate('foreign', 'on intents of other sets'),
  ];
}

function measureSet(subject: Subject, subjects: readonly Subject[]): SetConfidence {
  const { set, queries, embedded, cold } = subject;
  const ask = (text: string, exclude?: readonly string[]) =>
    cold.search({ ...embedded.query(text), topK, exclude, includeRequirements: false });
  const others = subjects.filter((other) => other !== subject).flatMap((other) => evenlySpaced(other.queries, 100));
  const answers = queries.map(({ text }) => ask(text));
  return {
    set: set.name,
    forecasts: answers.flatMap((answer, index) => forecastsOf(answer, queries[index]!)),
    answerable: answers.map(bestScore),
    removed: queries.map(({ text, slots }) => bestScore(ask(text, slots.flat()))),
    foreign: evenlySpaced(others, queries.length).map(({ text }) => bestScore(ask(text))),
  };
}

/** Forecasts of a set by what the others teach: what the score's own constants, fitted on all sets, cannot know of it. */
function fittedOnOthers(one: SetConfidence, sets: readonly SetConfidence[]): Forecast[] {
  const others = sets.filter((other) => other !== one).map(({ forecasts }) => forecasts);
  const scale = others.length === 0 ? (probability: number) => probability : fitPlattScaling(others);
  return one.forecasts.map((forecast) => ({ ...forecast, probability: scale(forecast.probability) }));
}

function forecastsOf({ results }: SearchAnswer, { slots }: Query): Forecast[] {
  const relevant = new Set(slots.flat());
  return results
    .filter(({ role }) => role === 'target')
    .map(({ toolId, score }) => ({ probability: score, happened: relevant.has(toolId) }));
}

const bestScore = ({ results }: SearchAnswer) => Math.max(0, ...results.map(({ score }) => score));
const isNothing = (score: number) => (score === 0 ? 1 : 0);
const fixed = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(3));
