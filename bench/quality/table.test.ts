import { describe, expect, it } from 'vitest';
import type { Evaluation } from './evaluation.js';
import { summarize } from './summary.js';
import { renderTable } from './table.js';

const evaluation: Evaluation = {
  title: 'plan',
  note: '2 intents',
  baseline: 'copy',
  metrics: [
    { key: 'rare', label: 'rare', main: false, weights: [0, 0] },
    { key: 'edge', label: 'edge F1', main: true, weights: [0, 1] },
    { key: 'node', label: 'node F1', main: false, weights: [1, 1] },
  ],
  systems: [
    {
      name: 'copy',
      units: [
        { rare: 1, edge: 1, node: 0.5 },
        { rare: 1, edge: 0.25, node: 0.5 },
      ],
    },
    {
      name: 'engine',
      units: [
        { rare: 1, edge: 1, node: 1 },
        { rare: 1, edge: 0.5, node: 0.25 },
      ],
    },
  ],
};

describe('summarize and renderTable', () => {
  it('counts only units with a weight, and drops a metric that has none', () => {
    const { systems } = summarize(evaluation);
    expect(systems[1]?.metrics.map(({ label, value }) => [label, value.mean])).toEqual([
      ['edge F1', 0.5],
      ['node F1', 0.625],
    ]);
    expect(systems[0]?.metrics[0]?.difference).toBeUndefined();
  });

  it('shows intervals and paired differences for main metrics', () => {
    expect(renderTable(summarize(evaluation))).toEqual([
      '  plan: 2 intents',
      '                        edge F1          vs copy               node F1',
      '    copy                .250 [.250 .250]                          .500',
      '    engine              .500 [.500 .500] +.250 [+.250 +.250]      .625',
    ]);
  });
});
