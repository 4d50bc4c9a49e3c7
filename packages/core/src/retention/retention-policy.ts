import { type NamesOf, unknownNameProblem } from '../known-names.js';

/** How old what is kept may grow: milliseconds of the instance's clock, or `false` for as old as it likes. */
export interface RetentionOptions {
  /**
   * Executions, by when they ran. Older ones are retired: answers are as if they had never run, and dependencies keep their
   * counts.
   * @default 182 days
   */
  readonly executions?: number | false | undefined;
  /** Entries of the error log. @default 90 days */
  readonly errors?: number | false | undefined;
  /**
   * Tools that were removed, by when: older ones are deleted unless something names them still, which is an execution, a
   * dependency, a rename or a changed definition. One that returns afterwards is a new one to `onDrift`.
   * @default 365 days
   */
  readonly removedTools?: number | false | undefined;
}

export type RetentionPolicy = { readonly [Name in keyof RetentionOptions]-?: number | false };

const names: NamesOf<RetentionOptions> = { executions: true, errors: true, removedTools: true };

const day = 24 * 60 * 60 * 1_000;
const defaults: RetentionPolicy = { executions: 182 * day, errors: 90 * day, removedTools: 365 * day };

export function retentionPolicy({ executions, errors, removedTools }: RetentionOptions = {}): RetentionPolicy {
  return {
    executions: executions ?? defaults.executions,
    errors: errors ?? defaults.errors,
    removedTools: removedTools ?? defaults.removedTools,
  };
}

/** What is wrong with the option, if anything. */
export function retentionProblem(options: RetentionOptions): string | undefined {
  if (typeof options !== 'object' || options === null) return 'the option retention is no object';
  const aboutNames = unknownNameProblem(options, names, 'retention');
  if (aboutNames) return aboutNames;
  const wrong = Object.entries(retentionPolicy(options)).find(
    ([, limit]) => limit !== false && !(Number.isSafeInteger(limit) && Number(limit) >= 0),
  );
  return wrong && `retention.${wrong[0]} is neither false nor a whole number of milliseconds of 0 or more`;
}
