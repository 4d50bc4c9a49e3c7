import { describe, expect, it } from 'vitest';
import type { LearningCurves } from '../learning/curve.js';
import { learningPlots } from './learning-plots.js';
import { renderLineChart } from './line-chart.js';
import { executionScale } from './scales.js';

/** Every tag is closed in its order, and nothing stands in text or attributes that XML forbids. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  const rest = svg.replaceAll(
    /<(\/?)([a-z]+)((?:\s[a-zA-Z-]+="[^"<&]*")*)\s*(\/?)>/g,
    (_, closes, name, __, selfCloses) => {
      if (closes === '/') expect(open.pop()).toBe(name);
      else if (selfCloses !== '/') open.push(name);
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/);
  expect(svg).not.toContain('NaN');
}

const curves = (set: string, executions: number, split = 'warm'): LearningCurves => ({
  set,
  split,
  measure: 'next tool, hit@1',
  units: 10,
  curves: ['Markov', 'engine'].map((system) => ({
    system,
    points: [
      { executions: 0, value: 0 },
      { executions: 30, value: 0.5 },
      { executions, value: 1 },
    ],
  })),
});

describe('line charts', () => {
  it('are well-formed whatever the names', () => {
    const title = '<script>"a" & b</script>';
    const panel = { title, series: [{ name: title, points: [{ x: 0, y: 0.5 }] }] };
    const svg = renderLineChart({ title, xLabel: title, yLabel: title, panels: [panel, panel], columns: 1 });
    expectWellFormed(svg);
    expect(svg).not.toContain('<script>');
    expectWellFormed(renderLineChart({ title, xLabel: '', yLabel: '', panels: [], columns: 3 }));
  });

  it('name every series, title, axis and number of executions', () => {
    const [plot] = learningPlots([curves('small', 75), curves('large', 1209)]);
    expectWellFormed(plot!.svg);
    for (const text of [
      'Markov',
      'AgentCards',
      'small (10)',
      'large (10)',
      'executions learnt from',
      '>75<',
      '>1209<',
    ]) {
      expect(plot!.svg).toContain(text);
    }
    expect(plot!.name).toBe('learning-next-tool-hit-1-warm');
  });

  it('show off the set with the most executions', () => {
    const plots = learningPlots([curves('small', 75), curves('large', 1209), curves('large', 1209, 'cold')]);
    expect(plots.map(({ name }) => name)).toEqual([
      'learning-next-tool-hit-1-warm',
      'learning-next-tool-hit-1-cold',
      'does-it-learn',
    ]);
    expect(plots[2]!.svg).toContain('Does it learn? large');
    expect(learningPlots([])).toEqual([]);
  });
});

describe('the scale of executions', () => {
  it('goes from 0 to the largest number, which is written even where others are too near', () => {
    const { position, ticks } = executionScale([0, 30, 100, 102, 102]);
    expect(position(0)).toBe(0);
    expect(position(102)).toBe(1);
    expect(position(30)).toBeGreaterThan(0.4);
    expect(ticks).toEqual([0, 30, 102]);
  });
});
