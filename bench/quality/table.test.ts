import { describe, expect, it } from 'vitest';
import type { Evaluation, SystemValues } from './evaluation.js';
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
  const measured = (evaluation: Evaluation) => {
    const { systems } = summarize(evaluation);
    return systems.map((system) => ('metrics' in system ? system.metrics : []));
  };

  it('counts only units with a weight, and drops a metric that has none', () => {
    const [copy, engine] = measured(evaluation);
    expect(engine?.map(({ label, value }) => [label, value.mean])).toEqual([
      ['edge F1', 0.5],
      ['node F1', 0.625],
    ]);
    expect(copy?.[0]?.difference).toBeUndefined();
  });

  it('compares a system that was asked about some units with the baseline on the same', () => {
    const [copy, engine] = evaluation.systems as [SystemValues, SystemValues];
    const partial = { ...engine, units: [undefined, engine.units[1]] };
    const metrics = measured({ ...evaluation, systems: [copy, partial] })[1]!;
    expect(metrics.map(({ value, difference }) => [value.mean, difference?.mean])).toEqual([
      [0.5, 0.25],
      [0.25, -0.25],
    ]);
  });

  it('says why a system took no part', () => {
    const absent = { name: 'absent', skipped: 'no model' };
    const lines = renderTable(summarize({ ...evaluation, systems: [...evaluation.systems, absent] }));
    expect(lines.at(-1)).toBe('    absent              skipped: no model');
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
