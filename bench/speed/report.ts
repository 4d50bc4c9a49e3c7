import { type Finding, renderFinding } from '../quality/finding.js';
import type { Rounds } from './rounds.js';

/** Takes a figure, and prints it. */
export type Report = (what: string, rounds: Rounds, target?: Finding['target'], ...details: string[]) => void;

/** Collects findings of one point, each beside the spread of its rounds. */
export function createReport(point: string): { readonly findings: Finding[]; readonly report: Report } {
  const findings: Finding[] = [];
  return {
    findings,
    report: (what, { median, values }, target, ...details) => {
      const spread = values.length < 2 ? [] : [`${values.length} rounds: ${values.map(shown).join(' ')}`];
      const finding = { point, what, value: median, target, details: [...spread, ...details] };
      findings.push(finding);
      console.log(renderFinding(finding).join('\n'));
    },
  };
}

const shown = (value: number) => value.toFixed(3);
