/** A promise of a contract, and a check that it is kept. */
export interface ConformanceCase<Subject, Capability extends string = never> {
  /** What is tried; unique among the cases of its contract. */
  readonly name: string;
  /** The sentence of the contract that is proved, in its own words. */
  readonly promise: string;
  /** What the subject has to be capable of; without it the case is skipped. */
  readonly needs?: Capability | undefined;
  /** Rejects with what is wrong when the promise is broken. */
  check(subject: Subject): Promise<void>;
}

/** What became of a case. */
export interface CaseResult {
  readonly name: string;
  readonly promise: string;
  readonly outcome: 'kept' | 'broken' | 'skipped';
  /** Why it is broken: what the check threw. */
  readonly error?: unknown;
  /** Why it was skipped. */
  readonly reason?: string | undefined;
}
