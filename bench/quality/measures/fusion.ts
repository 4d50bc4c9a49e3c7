import { estimateDifference } from '../bootstrap.js';
import type { Evaluation } from '../evaluation.js';
import type { Finding } from '../finding.js';
import { mean } from '../mean.js';
import { rows } from './retrieval.js';

/** D8: both together against the better one of words and vectors, by set. `evaluations` are those of retrieval. */
export function measureFusion(evaluations: ReadonlyMap<string, Evaluation>): Finding[] {
  return [
    { key: 'recallAt5', label: 'R@5' },
    { key: 'ndcgAt10', label: 'nDCG@10' },
  ].flatMap(({ key, label }) => compare(evaluations, key, label));
}

function compare(evaluations: ReadonlyMap<string, Evaluation>, key: string, label: string): Finding[] {
  const sets = [...evaluations].map(([set, evaluation]) => {
    const lexical = valuesOf(evaluation, rows.lexical, key);
    const dense = valuesOf(evaluation, rows.dense, key);
    const hybrid = valuesOf(evaluation, rows.hybrid, key);
    const better = mean(lexical) >= mean(dense) ? lexical : dense;
    const weights = hybrid.map(() => 1);
    const difference = estimateDifference({ values: hybrid, weights }, { values: better, weights });
    return { set, lexical: mean(lexical), dense: mean(dense), hybrid: mean(hybrid), better: mean(better), difference };
  });
  const average = (name: 'lexical' | 'dense' | 'hybrid') => mean(sets.map((one) => one[name]));
  const ofMeans = average('hybrid') - Math.max(average('lexical'), average('dense'));
  return [
    {
      point: 'D8',
      what: `${label}: sets where hybrid is below the better of words and vectors, interval and all`,
      value: sets.filter(({ difference }) => difference.high < 0).length,
      target: { atMost: 0 },
      details: sets.map(
        ({ set, lexical, dense, hybrid, difference: { mean: by, low, high } }) =>
          `${set.padEnd(12)} words ${lexical.toFixed(3)}  vectors ${dense.toFixed(3)}  hybrid ${hybrid.toFixed(3)}  ` +
          `less the better ${by.toFixed(3)} [${low.toFixed(3)} ${high.toFixed(3)}]`,
      ),
    },
    {
      point: 'D8',
      what: `${label}: mean over sets of hybrid, less the better of the means of words and vectors`,
      value: ofMeans,
      target: { atLeast: 0.0005 },
      details: [
        `means: words ${average('lexical').toFixed(4)}, vectors ${average('dense').toFixed(4)}, ` +
          `hybrid ${average('hybrid').toFixed(4)}, better one of each set ${mean(sets.map(({ better }) => better)).toFixed(4)}`,
      ],
    },
  ];
}

function valuesOf({ systems }: Evaluation, name: string, key: string): number[] {
  const system = systems.find((candidate) => candidate.name === name)!;
  return 'units' in system ? system.units.map((unit) => unit![key]!) : [];
}
