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

/** So many calls at least before any counts: fewer measure how soon the runtime compiles, which a process does once. */
const warmUpCalls = 400;

/** Seconds are enough for it: where a call takes long, what is compiled in a few of them is all there is. */
const warmUpMilliseconds = 5_000;

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
  const start = performance.now();
  for (let call = 0; call < warmUpCalls; call += 1) {
    for (const name of names) await waiting[name](call);
    if (call >= calls / 4 && performance.now() - start > warmUpMilliseconds) break;
  }
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
