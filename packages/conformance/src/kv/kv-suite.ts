import type { KeyValueStore } from '@agentcards/auth';
import type { CaseResult } from '../conformance-case.js';
import { assertFactory, assertOptionNames } from '../invalid-input.js';
import { type CheckOptions, runCases, type Suite } from '../suite.js';
import type { KvNeed } from './kv-case.js';
import { kvCases } from './kv-cases.js';
import { type KvFactory, withKvSubject } from './kv-subject.js';

export interface KvSuiteOptions {
  /** Between whom the store is meant to be atomic; with `shared` it is tried by two at the same time. @default 'process' */
  readonly atomicity?: KeyValueStore['atomicity'] | undefined;
  /** Opens a store whose database does not answer. Without it nobody tries what a store does then. */
  readonly unreachable?: KvFactory | undefined;
}

/** The cases of the `KeyValueStore` contract, ready to run one by one. @throws TypeError `INVALID_INPUT` */
export function kvSuite(factory: KvFactory, options: KvSuiteOptions = {}): Suite {
  const { atomicity = 'process', unreachable } = options;
  assertFactory(factory, 'key-value stores');
  assertOptionNames(options, { atomicity: true, unreachable: true } satisfies Record<keyof KvSuiteOptions, true>);
  const reasons: Readonly<Record<KvNeed, string | undefined>> = {
    shared: atomicity === 'shared' ? undefined : 'atomic in one process only: a second one breaks what relies on it',
    unreachable: unreachable === undefined ? 'there is no factory of stores whose database does not answer' : undefined,
  };
  return kvCases.map(({ name, promise, needs, check }) => ({
    name,
    promise,
    skip: needs === undefined ? undefined : reasons[needs],
    run: () => withKvSubject({ atomicity, factory, unreachable }, check),
  }));
}

/** Runs the cases of the `KeyValueStore` contract without a test runner. @throws TypeError `INVALID_INPUT` */
export async function checkKv(
  factory: KvFactory,
  options?: KvSuiteOptions & CheckOptions,
): Promise<readonly CaseResult[]> {
  return runCases(kvSuite(factory, options), options);
}
