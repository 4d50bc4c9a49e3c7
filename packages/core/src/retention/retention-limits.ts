import type { Clock } from '../contracts/environment.js';
import type { Store } from '../contracts/store.js';
import type { RetentionPolicy } from './retention-policy.js';

/** What is older goes; undefined for what stays, however old. */
export type RetentionLimits = { readonly [Name in keyof RetentionPolicy]: Date | undefined };

/** Every store can hold the year 1; an age may reach back further. */
const firstTime = -62_135_596_800_000;

export function retentionLimits(policy: RetentionPolicy, now: number): RetentionLimits {
  const limit = (age: number | false) => (age === false ? undefined : new Date(Math.max(firstTime, now - age)));
  return {
    executions: limit(policy.executions),
    errors: limit(policy.errors),
    removedTools: limit(policy.removedTools),
  };
}

/** Whether an execution that ran then is too old already: it is taken out when retention runs next. */
export function executionExpiry(
  policy: RetentionPolicy,
  { retirement }: Pick<Store, 'retirement'>,
  clock: Clock,
): (executedAt: Date) => boolean {
  return (executedAt) => {
    const { executions } = retentionLimits(policy, clock.now());
    return retirement !== undefined && executions !== undefined && executedAt < executions;
  };
}
