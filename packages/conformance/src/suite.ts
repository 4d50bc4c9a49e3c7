import type { CaseResult } from './conformance-case.js';
import { assertTimeout } from './invalid-input.js';

/** Cases that are bound to what they are tried on. */
export type Suite = readonly SuiteCase[];

export interface SuiteCase {
  readonly name: string;
  readonly promise: string;
  /** Why it cannot run; undefined where it can. */
  readonly skip: string | undefined;
  /** Rejects with what is wrong when the promise is broken. */
  readonly run: () => Promise<void>;
}

/** What a test is called by a runner: what is tried, and the words of the contract. */
export function titleOf({ name, promise }: Pick<SuiteCase, 'name' | 'promise'>): string {
  return `${name} (“${promise}”)`;
}

/** How cases are run without a test runner. */
export interface CheckOptions {
  /** Milliseconds that one case may take; one that takes longer is broken. @default 60_000 */
  readonly timeout?: number | undefined;
}

/** Runs cases one after the other. */
export async function runCases(suite: Suite, { timeout = 60_000 }: CheckOptions = {}): Promise<readonly CaseResult[]> {
  assertTimeout(timeout);
  const results: CaseResult[] = [];
  for (const { name, promise, skip, run } of suite) {
    if (skip !== undefined) results.push({ name, promise, outcome: 'skipped', reason: skip });
    else {
      const result = await within(timeout, run()).then(
        () => ({ outcome: 'kept' as const }),
        (error: unknown) => ({ outcome: 'broken' as const, error }),
      );
      results.push({ name, promise, ...result });
    }
  }
  return results;
}

/** The promise, or a rejection when the time is over: nobody waits for what does not answer. */
async function within(milliseconds: number, promise: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    const message = `Not settled after ${milliseconds} ms: something that was called does not answer.`;
    timer = setTimeout(() => reject(new Error(message)), milliseconds);
  });
  await Promise.race([promise, over]).finally(() => clearTimeout(timer));
}
