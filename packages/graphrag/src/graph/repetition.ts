import type { ObservedExecution } from '../execution.js';
import { hashHalves } from '../hash.js';

const millisecondsOfDay = 86_400_000;
/** Of the high half of a hash: whole numbers are exact up to 53 bits. */
const highBits = 2 ** 21 - 1;

/**
 * Names what an execution may be a repetition of, by a whole number: equal for executions of one intent (its case and spaces
 * aside) on one day (UTC). One without an intent is taken by the tools that it called, in their order.
 */
export function repetitionOf({ intent, executedAt, tasks }: Omit<ObservedExecution, 'id'>): number {
  const [high, low] = hashHalves(
    intent === undefined ? JSON.stringify(tasks.map(({ toolId }) => toolId)) : ` ${purposeOf(intent)}`,
  );
  const day = Math.floor(executedAt / millisecondsOfDay);
  return ((high ^ day) & highBits) * 2 ** 32 + low;
}

function purposeOf(intent: string): string {
  // Mostly there is one space between words, and nothing to replace.
  const spaced = /[^\S ]| {2}/.test(intent) ? intent.replaceAll(/\s+/g, ' ') : intent;
  return spaced.trim().toLowerCase();
}
