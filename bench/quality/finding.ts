/** One figure over the sets, beside what was aimed at. */
export interface Finding {
  /** The point of the issue that it answers, such as D8. */
  readonly point: string;
  readonly what: string;
  /** NaN where no set has what it takes. */
  readonly value: number;
  readonly target?: { readonly atLeast: number } | { readonly atMost: number } | undefined;
  /** The figure of each set, or other lines that belong to it. */
  readonly details: readonly string[];
}

/** Whether the target is met; undefined where there is none, or no value. */
export function isMet({ value, target }: Finding): boolean | undefined {
  if (target === undefined || Number.isNaN(value)) return undefined;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

export function renderFinding(finding: Finding): string[] {
  const { point, what, value, target, details } = finding;
  const aim = target === undefined ? '' : 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  const met = isMet(finding);
  const verdict = met === undefined ? '' : met ? 'met' : 'NOT MET';
  const shown = Number.isNaN(value) ? 'no data' : value.toFixed(3);
  return [
    `${point.padEnd(5)}${what.padEnd(92)}${shown.padStart(8)}  ${aim.padEnd(8)}${verdict}`.trimEnd(),
    ...details.map((detail) => `       ${detail}`),
  ];
}
