import { entry } from '../entry.js';
import type { ObservedExecution } from '../execution.js';
import type { GraphAging } from '../graph/dependency-graph.js';
import type { WordReader } from '../retrieval/tokenize.js';
import {
  createAskedIntents,
  type Found,
  type FoundExecutions,
  type IntentAnswers,
  nearestFirst,
} from './asked-intents.js';
import { freshest, type Neighbour, poolFor, sameness, type Wanted } from './freshness.js';
import { withoutGivenUp } from './given-up.js';
import { createKeptExecutions } from './kept-executions.js';

export type { Neighbour } from './freshness.js';

/** Most similar first, of equally similar ones the newer first: habits change. */
export interface Neighbours {
  readonly succeeded: readonly Neighbour[];
  readonly failed: readonly Neighbour[];
  /** What succeeded and what was declined, in one list: both say what is wanted. */
  readonly decided: readonly Neighbour[];
}

/** What answers ask of a memory. */
export type Recollection = Pick<Memory, 'size' | 'latest' | 'nearest' | 'likenessTo' | 'seenBy'>;

const everything = () => true;

/** So many times what is wanted is looked through for what is visible, at most. */
const mostLooked = 256;

/** So many answers are remembered until something changes: those about intents and their clauses. */
const mostAnswers = 64;

/** Past executions: the truth from which everything learned is derived. */
export interface Memory {
  readonly size: number;
  has(id: string): boolean;
  /**
   * Takes in an execution with a new id. Returns the one that goes for it where there is a maximum, which may be the same;
   * see `createKeptExecutions`.
   */
  add(execution: ObservedExecution): ObservedExecution | undefined;
  /** Lets go of the oldest so many, and returns them. */
  dropOldest(count: number): readonly ObservedExecution[];
  /** All executions in canonical order: by time, then by id. */
  executions(): readonly ObservedExecution[];
  /** When the newest execution ran, in milliseconds since the epoch; 0 while there is none. */
  readonly latest: number;
  /**
   * The executions with the most similar intents, so many as are wanted of each outcome; where they age, those with the
   * strongest votes. With `isVisible`, only those that used a visible tool, or declined one.
   */
  nearest(intent: string, wanted: Wanted, isVisible?: ((toolId: string) => boolean) | undefined): Neighbours;
  /** The same memory as if it did not have these executions, which it has. */
  without(ids: ReadonlySet<string>): Recollection;
  /**
   * The same memory for somebody who may not see every tool: words that only hidden executions were asked for with are not known,
   * and an execution is as near as its share of visible tools lets it be, so that what others did with the like intent takes no
   * place from what he could do.
   */
  seenBy(isVisible: (toolId: string) => boolean): Recollection;
  /**
   * How much of what an intent and that of an execution say is the same, in [0, 1]: low for a past intent that says much
   * else, 0 without one.
   */
  likenessTo(intent: string): (execution: Pick<ObservedExecution, 'intent'>) => number;
}

export function createMemory(
  reader: WordReader,
  aging: GraphAging = { halfLife: Infinity, present: () => Infinity },
  maximum: number = Infinity,
): Memory {
  const ids = new Set<string>();
  const kept = createKeptExecutions(maximum);
  let latest: number | undefined;
  /** How often something changed. */
  let changes = 0;
  const intents = createAskedIntents(reader);
  /** The latest answers, by intent and by how many were asked for; `asOf` so many changes. */
  const answers = new Map<string, Map<number, FoundExecutions>>();
  let asOf = 0;

  /**
   * While a task runs, the same intent and its clauses are asked about after every step, and for an answer by more than one part
   * of the engine: the nearest few are the first of the nearest many.
   */
  function findOnce(intent: string, count: number): FoundExecutions {
    if (asOf !== changes || (answers.size >= mostAnswers && !answers.has(intent))) answers.clear();
    asOf = changes;
    const byCount = entry(answers, intent, () => new Map<number, FoundExecutions>());
    return entry(byCount, count, () => {
      for (const [more, found] of byCount) if (more > count) return nearestOf(found, count);
      return intents.nearest(intent, count);
    });
  }

  function find(
    intent: string,
    count: number,
    isVisible: ((toolId: string) => boolean) | undefined,
    view: IntentAnswers | undefined,
  ): FoundExecutions {
    const nearest = view?.nearest ?? findOnce;
    if (isVisible === undefined) return nearest(intent, count);
    const visible = view === undefined ? withVisible : asFarAsVisible;
    // Mostly all are visible: where not, more of them are looked at until there are enough.
    for (let looking = count; ; looking *= 4) {
      const found = nearest(intent, looking);
      const succeeded = visible(found.succeeded, calledIn, isVisible);
      const failed = visible(found.failed, calledIn, isVisible);
      const declined = visible(found.declined, proposedIn, isVisible);
      const isEnough = (left: readonly Found[], of: readonly Found[]) =>
        of.length < looking || (left.length >= count && left[count - 1]!.similarity >= of.at(-1)!.similarity);
      const isDone =
        isEnough(succeeded, found.succeeded) && isEnough(failed, found.failed) && isEnough(declined, found.declined);
      if (isDone || looking >= mostLooked * count) return nearestOf({ succeeded, failed, declined }, count);
    }
  }

  /** The neighbours among what was found, remembered as long as that is; of it, only what `select` leaves. */
  function createNeighbours(select: (found: readonly Found[], count: number) => readonly Found[]) {
    const remembered = new WeakMap<FoundExecutions, { now: number; wanted: Wanted; neighbours: Neighbours }>();
    return (
      found: FoundExecutions,
      wanted: Wanted,
      isVisible: (toolId: string) => boolean = everything,
    ): Neighbours => {
      const now = aging.present();
      let known = remembered.get(found);
      const isKnown = known?.now === now && known.wanted.count === wanted.count && known.wanted.alike === wanted.alike;
      if (known === undefined || !isKnown) {
        const count = poolFor(wanted, aging);
        const freshestOf = (all: readonly Found[]) => freshest(select(all, count), wanted, aging);
        const outcomes = { succeeded: freshestOf(found.succeeded), failed: freshestOf(found.failed) };
        const examplesOf = (all: readonly Neighbour[]) => withoutGivenUp(all, outcomes, isVisible);
        const succeeded = examplesOf(outcomes.succeeded);
        const decided =
          found.declined.length === 0
            ? succeeded
            : examplesOf(freshestOf([...found.succeeded, ...found.declined].sort(nearestFirst)));
        known = { now, wanted, neighbours: { succeeded, failed: outcomes.failed, decided } };
        remembered.set(found, known);
      }
      return known.neighbours;
    };
  }
  const neighboursIn = createNeighbours((found) => found);

  /** Makes nothing answer with an execution that is not kept any more. */
  function leaveOut(dropped: ObservedExecution): void {
    ids.delete(dropped.id);
    if (dropped.intent !== undefined) intents.remove(dropped.intent, dropped);
  }

  return {
    get size() {
      return ids.size;
    },

    has: (id) => ids.has(id),

    add(execution) {
      const dropped = kept.add(execution);
      if (dropped === execution) return dropped;
      changes++;
      ids.add(execution.id);
      latest = Math.max(latest ?? execution.executedAt, execution.executedAt);
      if (execution.intent !== undefined) intents.add(execution.intent, execution);
      if (dropped !== undefined) leaveOut(dropped);
      return dropped;
    },

    dropOldest(count) {
      changes++;
      const oldest = kept.dropOldest(count);
      oldest.forEach(leaveOut);
      if (ids.size === 0) latest = undefined;
      return oldest;
    },

    executions: () => kept.all,

    get latest() {
      return latest ?? 0;
    },

    nearest: (intent, wanted, isVisible) =>
      neighboursIn(find(intent, poolFor(wanted, aging), isVisible, undefined), wanted, isVisible),

    without(others) {
      const { size, latest, likenessTo, seenBy } = this;
      const neighboursLeft = createNeighbours((found, count) =>
        found.filter(({ execution }) => !others.has(execution.id)).slice(0, count),
      );
      return {
        size: size - others.size,
        latest,
        likenessTo,
        seenBy,
        nearest: (intent, wanted, isVisible) =>
          neighboursLeft(find(intent, poolFor(wanted, aging) + others.size, isVisible, undefined), wanted, isVisible),
      };
    },

    likenessTo: intents.likenessTo,

    seenBy(mayBeSeen) {
      const { size, latest, seenBy } = this;
      const view = intents.seenBy(mayBeSeen);
      const neighboursSeen = createNeighbours((found) => found);
      return {
        size,
        latest,
        likenessTo: view.likenessTo,
        seenBy,
        nearest: (intent, wanted, isVisible = mayBeSeen) =>
          neighboursSeen(find(intent, poolFor(wanted, aging), isVisible, view), wanted, isVisible),
      };
    },
  };
}

/** So many of each outcome. */
function nearestOf({ succeeded, failed, declined }: FoundExecutions, count: number): FoundExecutions {
  return {
    succeeded: succeeded.slice(0, count),
    failed: failed.slice(0, count),
    declined: declined.slice(0, count),
  };
}

/** What an execution is seen by: tools, some of them perhaps more than once. */
type ToolsIn = (execution: ObservedExecution) => readonly string[];

const calledIn: ToolsIn = ({ tasks }) => tasks.map(({ toolId }) => toolId);
const proposedIn: ToolsIn = ({ proposed = [] }) => proposed;

type Select = (found: readonly Found[], toolsIn: ToolsIn, isVisible: (toolId: string) => boolean) => readonly Found[];

/** What uses a visible tool. */
const withVisible: Select = (found, toolsIn, isVisible) =>
  found.filter(({ execution }) => toolsIn(execution).some(isVisible));

/** The same, each as near as its share of visible tools lets it be; nearest first. */
const asFarAsVisible: Select = (found, toolsIn, isVisible) => {
  const shares = found.map(({ execution }) => {
    const tools = new Set(toolsIn(execution));
    let visible = 0;
    for (const toolId of tools) if (isVisible(toolId)) visible++;
    return visible === 0 ? 0 : visible / tools.size;
  });
  if (shares.every((share) => share === 1)) return found;
  const nearest = (isWanted: (share: number) => boolean) =>
    found.find((_, place) => isWanted(shares[place]!))?.similarity ?? 0;
  const inPart = nearest((share) => share > 0 && share < 1);
  const inFull = nearest((share) => share === 1);
  // What was asked for something else does not come into the place of what is only there in part: the less near, the steeper it falls.
  const least = inFull >= sameness * inPart ? 0 : sameness * inPart;
  return found
    .map(({ execution, similarity }, place) => ({
      execution,
      similarity: similarity * shares[place]! * (similarity >= least ? 1 : (similarity / least) ** 3),
    }))
    .filter(({ similarity }) => similarity > 0)
    .sort(nearestFirst);
};
