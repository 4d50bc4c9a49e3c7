import type { Estimate } from './bootstrap.js';
import type { Lead, MetricSummary, Summary, SystemSummary } from './summary.js';

const nameWidth = 20;

/** One measure of one set as lines of at most 120 columns: a heading, then one line a system. */
export function renderTable({ title, note, baseline, units, systems, leads }: Summary): string[] {
  const metrics = systems.find((system): system is SystemSummary => 'metrics' in system)?.metrics ?? [];
  const ordered = (list: readonly MetricSummary[]) => [...list].sort((left, right) => +right.main - +left.main);
  const cells = ordered(metrics).flatMap((metric) => headings(metric, baseline));
  return [
    `  ${title}: ${note}`,
    `    ${''.padEnd(nameWidth)}${cells.join('')}`.trimEnd(),
    ...systems.map((system) => {
      const name = `    ${system.name.padEnd(nameWidth)}`;
      if ('skipped' in system) return `${name}skipped: ${system.skipped}`;
      const partly = system.units < units ? `  (${system.units} of them)` : '';
      return `${name}${ordered(system.metrics).flatMap(figures).join('')}`.trimEnd() + partly;
    }),
    ...renderLeads(leads),
  ];
}

function renderLeads(leads: readonly Lead[]): string[] {
  return leads.map(({ of, metrics }) => {
    const figures = metrics.map(({ label, difference }) => `${label} ${signedInterval(difference)}`.padEnd(32));
    return `    engine less ${of.padEnd(nameWidth)}${figures.join('')}`.trimEnd();
  });
}

const valueWidth = 17;
const differenceWidth = 21;
const plainWidth = 8;

function headings({ label, main }: MetricSummary, baseline: string): string[] {
  if (!main) return [label.padStart(plainWidth)];
  const against = baseline.replace(/^(plain|first-order|nearest) /, '');
  return [label.padEnd(valueWidth), `vs ${against}`.padEnd(differenceWidth)];
}

function figures({ main, value, difference }: MetricSummary): string[] {
  if (!main) return [share(value.mean).padStart(plainWidth)];
  return [
    `${share(value.mean)} [${share(value.low)} ${share(value.high)}]`.padEnd(valueWidth),
    (difference === undefined ? '' : signedInterval(difference)).padEnd(differenceWidth),
  ];
}

const signedInterval = ({ mean, low, high }: Estimate) => `${signed(mean)} [${signed(low)} ${signed(high)}]`;
const signed = (value: number) => `${value < 0 ? '-' : '+'}${share(Math.abs(value))}`;

/** Three decimals without the leading zero, as tables of this field have it. */
function share(value: number): string {
  return value.toFixed(3).replace(/^0/, '');
}
