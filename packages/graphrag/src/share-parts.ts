import { entry } from './entry.js';
import type { ObservedExecution, ObservedTask, TaskLink } from './execution.js';
import { allKinds, linkKinds, sumOfKinds } from './snapshot/engine-snapshot.js';

/** Places up to which links are shared: those of longer executions are few. */
const sharedPlaces = 32;

/** Makes parts of executions: one object for all that are equal. They are most of what a history keeps. */
export interface Sharing {
  intent(intent: string): string;
  task(task: ObservedTask): ObservedTask;
  /** @param kinds As `sumOfKinds` gives them. */
  link(from: number, to: number, kinds: number): TaskLink;
  /** The same execution, of shared parts. */
  share(execution: ObservedExecution): ObservedExecution;
  /** To be told when one is dropped: its intent may be the last of its kind. */
  drop(execution: ObservedExecution): void;
}

export function createSharing(): Sharing {
  const intents = new Map<string, string>();
  const tasks = new Map<string, ObservedTask[]>();
  const links: TaskLink[] = [];

  function sharedTask({ toolId, success, overlapsPrevious, traced }: ObservedTask): ObservedTask {
    const known = entry(tasks, toolId, (): ObservedTask[] => []);
    for (const one of known) {
      if (one.success === success && one.overlapsPrevious === overlapsPrevious && one.traced === traced) return one;
    }
    const task: ObservedTask = {
      // As it came first: equal texts of several executions are several texts.
      toolId: known[0]?.toolId ?? toolId,
      success,
      ...(overlapsPrevious && { overlapsPrevious }),
      ...(traced && { traced }),
    };
    known.push(task);
    return task;
  }

  function sharedLink(from: number, to: number, kinds: number): TaskLink {
    if (Math.max(from, to) >= sharedPlaces) return linkOf(from, to, kinds);
    const place = (to * sharedPlaces + from) * (allKinds + 1) + kinds;
    links[place] ??= linkOf(from, to, kinds);
    return links[place];
  }

  function sharedIntent(intent: string): string {
    return entry(intents, intent, () => intent);
  }

  return {
    intent: sharedIntent,
    task: sharedTask,
    link: sharedLink,
    share: (execution) => ({
      ...execution,
      ...(execution.intent !== undefined && { intent: sharedIntent(execution.intent) }),
      tasks: execution.tasks.map(sharedTask),
      links: execution.links.map((link) => sharedLink(link.from, link.to, sumOfKinds(link))),
    }),
    drop({ intent }) {
      if (intent !== undefined) intents.delete(intent);
    },
  };
}

function linkOf(from: number, to: number, kinds: number): TaskLink {
  return {
    from,
    to,
    dataFlow: (kinds & linkKinds.dataFlow) !== 0,
    declared: (kinds & linkKinds.declared) !== 0,
    sequence: (kinds & linkKinds.sequence) !== 0,
  };
}
