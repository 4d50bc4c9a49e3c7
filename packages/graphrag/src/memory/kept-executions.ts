import type { ObservedExecution } from '../execution.js';
import { hashText } from '../hash.js';
import { predictionSettings } from '../prediction/prediction-settings.js';
import { compareExecutions, insertInOrder, removeInOrder } from './canonical-order.js';

/**
 * A thing that is done again and again takes so little of what is kept that fifty have room; and no more than this many
 * executions: predictions read no more of one intent.
 */
const thingsWithRoom = 50;
const mostOfOneThing = predictionSettings.alikeNeighbours;

/** The executions that are kept, in canonical order. */
export interface KeptExecutions {
  readonly all: readonly ObservedExecution[];
  /** Takes one in; returns the one that goes for it, which may be the same; undefined where there is room for all. */
  add(execution: ObservedExecution): ObservedExecution | undefined;
  /** Lets go of the oldest so many, and returns them. */
  dropOldest(count: number): readonly ObservedExecution[];
}

/**
 * Keeps `maximum` executions, the most useful ones: of those with the same intent that did the same, the newest
 * min(100, maximum / 50), and of these all the newest. Which ones does not depend on the order in which they come: as more
 * come, no execution ever has fewer that go before it.
 */
export function createKeptExecutions(maximum: number): KeptExecutions {
  const all: ObservedExecution[] = [];
  const mostAlike = Math.max(1, Math.min(mostOfOneThing, Math.floor(maximum / thingsWithRoom)));
  const alike = new Map<string, ObservedExecution[]>();
  /** Brought into order when it is read: without a maximum, putting each in its place would cost the square of a history. */
  let isSorted = true;

  function dropAlike(execution: ObservedExecution): void {
    const name = nameOfThing(execution);
    const others = alike.get(name)!;
    removeInOrder(others, execution);
    if (others.length === 0) alike.delete(name);
  }

  function sorted(): ObservedExecution[] {
    if (!isSorted) all.sort(compareExecutions);
    isSorted = true;
    return all;
  }

  return {
    get all() {
      return sorted();
    },

    add(execution) {
      if (maximum === Infinity) {
        const before = all.at(-1);
        isSorted &&= before === undefined || compareExecutions(before, execution) < 0;
        all.push(execution);
        return undefined;
      }
      insertInOrder(all, execution);
      const name = nameOfThing(execution);
      const others = alike.get(name) ?? [];
      alike.set(name, others);
      insertInOrder(others, execution);
      const superfluous = others.length > mostAlike ? others[0] : all.length > maximum ? all[0] : undefined;
      if (superfluous === undefined) return undefined;
      removeInOrder(all, superfluous);
      dropAlike(superfluous);
      return superfluous;
    },

    dropOldest(count) {
      const oldest = sorted().splice(0, count);
      if (maximum !== Infinity) oldest.forEach(dropAlike);
      return oldest;
    },
  };
}

function nameOfThing({ intent, success, tasks, links }: ObservedExecution): string {
  return hashText(JSON.stringify({ intent, success, tasks, links }));
}
