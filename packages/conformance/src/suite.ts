import type { CaseResult } from './conformance-case.js';

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

/** Runs cases one after the other. */
export async function runCases(suite: Suite): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const { name, promise, skip, run } of suite) {
    if (skip !== undefined) results.push({ name, promise, outcome: 'skipped', reason: skip });
    else {
      const result = await run().then(
        () => ({ outcome: 'kept' as const }),
        (error: unknown) => ({ outcome: 'broken' as const, error }),
      );
      results.push({ name, promise, ...result });
    }
  }
  return results;
}
