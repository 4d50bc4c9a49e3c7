import type { TimeInput } from '../contracts/execution-input.js';

/** What is to be forgotten: exactly one of the four. */
export interface ForgetSelector {
  /** Ids of executions. Unknown ones are ignored. */
  readonly executions?: readonly string[] | undefined;
  /** Executions with exactly this intent. */
  readonly intent?: string | undefined;
  /** Executions that ran the tool or had it proposed, under any of the names that count as this one. */
  readonly tool?: string | undefined;
  /** Executions that ran before this. */
  readonly before?: TimeInput | undefined;
}

/** A selector after the schema at the border: exactly one is set. */
export interface ParsedForgetSelector {
  readonly executions?: readonly string[] | undefined;
  readonly intent?: string | undefined;
  readonly tool?: string | undefined;
  readonly before?: Date | undefined;
}

/** How much was forgotten. */
export interface ForgetReport {
  readonly executions: number;
  readonly suggestions: number;
}
