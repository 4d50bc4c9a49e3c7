import { describe, expect, it } from 'vitest';
import type { Summary } from '../summary.js';
import { compareLearningGoals, renderLearningGoals } from './learning-goals.js';

const summary = (title: string, values: Readonly<Record<string, Readonly<Record<string, number>>>>): Summary => ({
  title,
  note: '',
  baseline: 'nearest copy',
  units: 1,
  leads: [],
  systems: Object.entries(values).map(([name, metrics]) => ({
    name,
    units: 1,
    metrics: Object.entries(metrics).map(([label, mean]) => ({
      label,
      main: true,
      value: { mean, low: mean, high: mean },
    })),
  })),
});

describe('goals of issue 5', () => {
  it('are compared with the figures of a run: met, or missed with the gap', () => {
    const goals = compareLearningGoals([
      { set: 'ultratool', summary: summary('next tool, warm', { engine: { 'hit@1': 0.716 } }) },
      { set: 'ultratool', summary: summary('next tool, cold', { engine: { 'hit@1': 0.4 } }) },
      {
        set: 'ultratool',
        summary: summary('plan, warm', {
          'nearest copy': { 'node F1': 0.7, 'edge F1': 0.4 },
          engine: { 'node F1': 0.81, 'edge F1': 0.44 },
        }),
      },
    ]);
    expect(goals.map(({ what, met }) => [what, met])).toEqual([
      ['hit@1', true],
      ['hit@1', false],
      ['node F1', true],
      ['node F1 less copy', true],
      ['edge F1', false],
      ['edge F1 less copy', false],
    ]);
    const lines = renderLearningGoals(goals);
    expect(lines[0]).toContain('3 of 6 met');
    expect(lines[2]).toContain('MISSED by 0.070');
  });

  it('are left out where nothing was aimed at or measured', () => {
    expect(
      compareLearningGoals([
        { set: 'synthetic', summary: summary('next tool, warm', { engine: { 'hit@1': 1 } }) },
        { set: 'ultratool', summary: summary('plan, official', { engine: { 'node F1': 1 } }) },
        { set: 'ultratool', summary: summary('plan, warm', { other: { 'node F1': 1 } }) },
      ]),
    ).toEqual([]);
    expect(renderLearningGoals([])).toEqual([]);
  });
});
