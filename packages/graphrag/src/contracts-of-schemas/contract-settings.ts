/** How a proposed edge was found. */
export type ContractKind = 'output' | 'mention' | 'name';

/** What makes a schema contract. Figures of `docs/decisions/2026-11-23-schema-contracts.md`. */
export const contractSettings = {
  /**
   * Share of the proposals of a kind, with one provider, that are right. `mention` and `name` are measured; no public
   * set declares outputs: `output` is `name` with the field given instead of guessed, and gets its figure.
   */
  precision: { output: 0.9, mention: 0.85, name: 0.9 } satisfies Readonly<Record<ContractKind, number>>,
  /** Proposals that are less likely right are not used. With k providers of one input each is right one time in k. */
  minimumPrecision: 0.8,
  /** Fields of one schema that are read. */
  maximumFields: 64,
  /** Nesting of output schemas that is read. */
  maximumDepth: 4,
  /** Characters of the description of one input that are read. */
  maximumDescription: 1_024,
} as const;
