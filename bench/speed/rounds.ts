import { timeInTurnsAsync } from './timing.js';

/** A figure of each round and their median: one round may meet a busy machine. */
export interface Rounds {
  readonly median: number;
  readonly values: readonly number[];
}

export const roundCount = 5;

export function toRounds(values: readonly number[]): Rounds {
  return { median: [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)]!, values };
}

/** p50 of each contestant in each round, in milliseconds; they take turns call by call. */
export async function medianLatencies<Name extends string>(
  contestants: Readonly<Record<Name, (call: number) => unknown>>,
  calls: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const rounds = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  const waiting = Object.fromEntries(
    names.map((name) => [name, async (call: number) => await contestants[name](call)]),
  ) as Record<Name, (call: number) => Promise<unknown>>;
  // The first round compiles and is not counted.
  await timeInTurnsAsync(waiting, Math.ceil(calls / 4));
  for (let round = 0; round < roundCount; round += 1) {
    const times = await timeInTurnsAsync(waiting, calls);
    for (const name of names) rounds[name].push(times[name]!.p50);
  }
  return rounds;
}

/** Of each round, how many times as long the first took as the second. */
export function ratios(ours: readonly number[], theirs: readonly number[]): Rounds {
  return toRounds(ours.map((value, round) => value / theirs[round]!));
}
