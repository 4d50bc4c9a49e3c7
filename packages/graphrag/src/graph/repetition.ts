import type { ObservedExecution } from '../execution.js';
import { hashText } from '../hash.js';

const millisecondsOfDay = 86_400_000;

/**
 * Names what an execution may be a repetition of: equal for executions of one intent (its case and spaces aside) on one
 * day (UTC). One without an intent is taken by the tools that it called, in their order.
 */
export function repetitionOf({ intent, executedAt, tasks }: Omit<ObservedExecution, 'id'>): string {
  const purpose =
    intent === undefined ? `[${hashText(JSON.stringify(tasks.map(({ toolId }) => toolId)))}` : purposeOf(intent);
  return `${Math.floor(executedAt / millisecondsOfDay)}${purpose}`;
}

function purposeOf(intent: string): string {
  // Mostly there is one space between words, and nothing to replace.
  const spaced = /[^\S ]| {2}/.test(intent) ? intent.replaceAll(/\s+/g, ' ') : intent;
  return ` ${hashText(spaced.trim().toLowerCase())}`;
}
