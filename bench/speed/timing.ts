import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
}

/** Times `calls` calls of each contestant, one call of each in turn, so that all meet the same machine. */
export function timeInTurns(
  contestants: Readonly<Record<string, (call: number) => unknown>>,
  calls: number,
): Record<string, Latency> {
  const entries = Object.entries(contestants);
  const times = new Map(entries.map(([name]) => [name, [] as number[]]));
  // A tenth as warm-up: the first calls compile.
  for (let call = -Math.ceil(calls / 10); call < calls; call += 1) {
    for (const [name, run] of entries) {
      const start = performance.now();
      run(Math.abs(call));
      const elapsed = performance.now() - start;
      if (call >= 0) times.get(name)!.push(elapsed);
    }
  }
  return Object.fromEntries(entries.map(([name]) => [name, latency(times.get(name)!)]));
}

/** The same for calls that wait. */
export async function timeInTurnsAsync(
  contestants: Readonly<Record<string, (call: number) => Promise<unknown>>>,
  calls: number,
): Promise<Record<string, Latency>> {
  const entries = Object.entries(contestants);
  const times = new Map(entries.map(([name]) => [name, [] as number[]]));
  for (let call = 0; call < calls; call += 1) {
    for (const [name, run] of entries) {
      const start = performance.now();
      await run(call);
      times.get(name)!.push(performance.now() - start);
    }
  }
  return Object.fromEntries(entries.map(([name]) => [name, latency(times.get(name)!)]));
}

function latency(times: readonly number[]): Latency {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { p50: at(0.5), p95: at(0.95) };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of heap and array buffers that are alive. */
export function liveBytes(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
