import { entry } from './entry.js';
import type { ObservedExecution, ObservedTask, TaskLink } from './execution.js';
import { sumOfKinds } from './snapshot/engine-snapshot.js';

/** Places up to which links are shared: those of longer executions are few. */
const sharedPlaces = 32;

export interface Sharing {
  /** The same execution, of shared parts. */
  share(execution: ObservedExecution): ObservedExecution;
  /** To be told when one is dropped: its intent may be the last of its kind. */
  drop(execution: ObservedExecution): void;
}

/**
 * Makes executions of which intent, calls and links are the same objects as those of others that are equal: they are most of
 * what a history keeps.
 */
export function createSharing(): Sharing {
  const intents = new Map<string, string>();
  const tasks = new Map<string, ObservedTask[]>();
  const links: TaskLink[] = [];

  function sharedTask(task: ObservedTask): ObservedTask {
    const known = entry(tasks, task.toolId, (): ObservedTask[] => []);
    for (const one of known) {
      const isEqual = one.success === task.success && one.overlapsPrevious === task.overlapsPrevious;
      if (isEqual && one.traced === task.traced) return one;
    }
    // Under the id of the tool as it came first: equal texts of several executions are several texts.
    const first = known[0] === undefined ? task : { ...task, toolId: known[0].toolId };
    known.push(first);
    return first;
  }

  function sharedLink(link: TaskLink): TaskLink {
    const { from, to } = link;
    if (Math.max(from, to) >= sharedPlaces) return link;
    const place = (to * sharedPlaces + from) * 8 + sumOfKinds(link);
    links[place] ??= link;
    return links[place];
  }

  function sharedIntent(intent: string): string {
    return entry(intents, intent, () => intent);
  }

  return {
    share: (execution) => ({
      ...execution,
      ...(execution.intent !== undefined && { intent: sharedIntent(execution.intent) }),
      tasks: execution.tasks.map(sharedTask),
      links: execution.links.map(sharedLink),
    }),
    drop({ intent }) {
      if (intent !== undefined) intents.delete(intent);
    },
  };
}
