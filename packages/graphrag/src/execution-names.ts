import type { ObservedExecution } from './execution.js';
import { hashText } from './hash.js';

const rememberedContents = 2 ** 16;

/**
 * Names executions that came without an id: by their content and how many equal ones came before. Equal executions
 * are interchangeable, so the names do not depend on the order of arrival.
 */
export function createExecutionNames(
  isTaken: (id: string) => boolean,
): (execution: Omit<ObservedExecution, 'id'>) => string {
  const repetitions = new Map<string, number>();
  return ({ intent, success, executedAt, proposed, tasks, links, bindings }) => {
    const content = hashText(JSON.stringify({ intent, success, executedAt, proposed, tasks, links, bindings }));
    let repetition = repetitions.get(content) ?? 0;
    do repetition++;
    while (isTaken(`${content}-${repetition}`));
    // Only saves looking: after years without it the first free name is found as well.
    if (repetitions.size >= rememberedContents) repetitions.clear();
    repetitions.set(content, repetition);
    return `${content}-${repetition}`;
  };
}
