import type { Embedder } from '@agentcards/core';
import type { CaseResult } from '../conformance-case.js';
import { assertCapabilities, assertFactory, assertOptionNames } from '../invalid-input.js';
import { type CheckOptions, runCases, type Suite } from '../suite.js';
import { type EmbedderCapability, embedderCapabilities, embedderCases } from './embedder-cases.js';

/** Makes the embedder, which is then shared by all cases. */
export type EmbedderFactory = () => Embedder | Promise<Embedder>;

export interface EmbedderSuiteOptions {
  /** What the embedder is meant to be capable of; cases that need more are skipped. */
  readonly capabilities?: readonly EmbedderCapability[] | undefined;
  /**
   * How far the cosine of two vectors of one text may be from 1. Models that quantise activations give a text another
   * vector in another batch: say here by how much.
   * @default 1e-6
   */
  readonly tolerance?: number | undefined;
}

/** The cases of the `Embedder` contract, ready to run one by one. @throws TypeError `INVALID_INPUT` */
export function embedderSuite(factory: EmbedderFactory, options: EmbedderSuiteOptions = {}): Suite {
  const { capabilities = [], tolerance = 1e-6 } = options;
  assertFactory(factory, 'an embedder');
  assertOptionNames(options, { capabilities: true, tolerance: true } satisfies Record<
    keyof EmbedderSuiteOptions,
    true
  >);
  assertCapabilities(capabilities, embedderCapabilities);
  let made: Promise<Embedder> | undefined;
  return embedderCases.map(({ name, promise, needs, check }) => ({
    name,
    promise,
    skip:
      needs === undefined || capabilities.includes(needs)
        ? undefined
        : `not capable of ${needs}: its work goes on, and nobody waits for it`,
    run: async () => {
      made ??= Promise.resolve(factory());
      await check({ embedder: await made, tolerance });
    },
  }));
}

/** Runs the cases of the `Embedder` contract without a test runner. @throws TypeError `INVALID_INPUT` */
export async function checkEmbedder(
  factory: EmbedderFactory,
  options?: EmbedderSuiteOptions & CheckOptions,
): Promise<readonly CaseResult[]> {
  return runCases(embedderSuite(factory, options), options);
}
