/** Where the vertical axis, a share from 0 to 1, has its lines. */
export const gridLines = [0, 0.2, 0.4, 0.6, 0.8, 1] as const;

export interface ExecutionScale {
  /** In [0, 1], from the smallest number on the axis, 0, to the largest. */
  position(executions: number): number;
  /** Numbers to write below the axis, far enough from each other. */
  readonly ticks: readonly number[];
}

/** Executions count as their logarithm, from which a curve is readable, but so that nothing, 0, has a place too. */
const linearUpTo = 10;
const closest = 0.12;

export function executionScale(values: readonly number[]): ExecutionScale {
  const largest = Math.max(1, ...values);
  const spread = (executions: number) => Math.log(1 + executions / linearUpTo);
  const position = (executions: number) => spread(executions) / spread(largest);
  const ticks: number[] = [];
  // From the right, so that the largest number is always written.
  for (const value of [...new Set(values)].sort((left, right) => right - left)) {
    const before = ticks.at(-1);
    if (before === undefined || position(before) - position(value) >= closest) ticks.push(value);
  }
  return { position, ticks: ticks.reverse() };
}
