import type { CaseResult } from '../conformance-case.js';
import { assertCapabilities, assertFactory, assertOptionNames } from '../invalid-input.js';
import { type CheckOptions, runCases, type Suite } from '../suite.js';
import { type StoreCapability, storeCapabilities } from './capabilities.js';
import { type OlderStore, olderStoreCases } from './older-store-cases.js';
import { storeCases } from './store-cases.js';
import { type StoreFactory, withSubject } from './store-subject.js';

export interface StoreSuiteOptions {
  /** What the store is meant to be capable of. Cases that need more are skipped, and what it has beside is a failure. */
  readonly capabilities?: readonly StoreCapability[] | undefined;
  /** Stores that earlier versions of the adapter wrote, by the name of the version. @default none */
  readonly olderStores?: Readonly<Record<string, OlderStore>> | undefined;
}

/** The cases of the `Store` contract, ready to run one by one. @throws TypeError `INVALID_INPUT` */
export function storeSuite(factory: StoreFactory, options: StoreSuiteOptions = {}): Suite {
  assertFactory(factory, 'stores');
  assertOptionNames(options, { capabilities: true, olderStores: true } satisfies Record<keyof StoreSuiteOptions, true>);
  assertCapabilities(options.capabilities ?? [], Object.keys(storeCapabilities));
  const capabilities = new Set(options.capabilities);
  const cases = [...storeCases, ...olderStoreCases(options.olderStores ?? {})];
  return cases.map(({ name, promise, needs, check }) => ({
    name,
    promise,
    skip:
      needs === undefined || capabilities.has(needs)
        ? undefined
        : `not capable of ${needs}: ${storeCapabilities[needs].without}`,
    run: () => withSubject(factory, capabilities, check),
  }));
}

/** Runs the cases of the `Store` contract without a test runner. @throws TypeError `INVALID_INPUT` */
export async function checkStore(
  factory: StoreFactory,
  options?: StoreSuiteOptions & CheckOptions,
): Promise<readonly CaseResult[]> {
  return runCases(storeSuite(factory, options), options);
}
