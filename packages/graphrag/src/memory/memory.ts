import type { ObservedExecution } from '../execution.js';
import { toQueryTerms, weightOfTerm } from '../retrieval/query-terms.js';
import { ScoreBoard } from '../retrieval/score-board.js';
import { createTextIndex, type QueryTerm } from '../retrieval/text-index.js';
import type { Tokenizer } from '../retrieval/tokenize.js';

/** A past execution near an intent. */
export interface Neighbour {
  readonly execution: ObservedExecution;
  /** Share of the intent's information that the past intent covers, in [0, 1]. */
  readonly similarity: number;
}

/** Most similar first, of equally similar ones the newer first: habits change. */
export interface Neighbours {
  readonly succeeded: readonly Neighbour[];
  readonly failed: readonly Neighbour[];
}

/** Past executions: the truth from which everything learned is derived. */
export interface Memory {
  readonly size: number;
  has(id: string): boolean;
  /** Takes in an execution with a new id. */
  add(execution: ObservedExecution): void;
  /** All executions in canonical order: by time, then by id. */
  executions(): readonly ObservedExecution[];
  /** When the newest execution ran, in milliseconds since the epoch; 0 while there is none. */
  readonly latest: number;
  /**
   * The executions with the most similar intents, at most `count` of each outcome. With `isVisible`, only those that
   * used a visible tool.
   */
  nearest(intent: string, count: number, isVisible?: ((toolId: string) => boolean) | undefined): Neighbours;
  /** The same memory as if it did not have these executions, which it has. */
  without(ids: ReadonlySet<string>): Pick<Memory, 'size' | 'latest' | 'nearest' | 'likenessTo'>;
  /**
   * How much of what an intent and that of an execution say is the same, in [0, 1]: low for a past intent that says much
   * else, 0 without one.
   */
  likenessTo(intent: string): (execution: Pick<ObservedExecution, 'id'>) => number;
}

/** Term frequency and length matter little in texts of one or two sentences. */
const intentField = { weight: 1, lengthNormalization: 0.75 };
const saturation = 1.2;

export function createMemory(tokenize: Tokenizer): Memory {
  const byId = new Map<string, ObservedExecution>();
  const numbered: ObservedExecution[] = [];
  /** Numbers of the executions that succeeded, and of those that failed. */
  const byOutcome: readonly [succeeded: number[], failed: number[]] = [[], []];
  /** By number: the place of its outcome there. */
  let outcomeOf: Uint8Array<ArrayBuffer> = new Uint8Array(64);
  /** Of the executions with an intent: its number, by id. */
  const numberOf = new Map<string, number>();
  /** Brought into order when it is read: putting each in its place would cost the square of a history. */
  const all: ObservedExecution[] = [];
  let isSorted = true;
  let latest: number | undefined;
  const index = createTextIndex([intentField], saturation);
  const board = new ScoreBoard();
  /** The latest question and its answer: while a task runs, the same intent is asked about after every step. */
  let latestAnswer: { intent: string; count: number; size: number; neighbours: Neighbours } | undefined;

  function findNearest(
    intent: string,
    count: number,
    isVisible?: ((toolId: string) => boolean) | undefined,
  ): Neighbours {
    const query = toQueryTerms(tokenize(intent));
    board.reset(numbered.length);
    const highest = index.highestScore(query);
    const succeeded: Neighbour[] = [];
    const failed: Neighbour[] = [];
    for (const document of isVisible === undefined ? theBest(query, count) : allOf(query)) {
      const execution = numbered[document]!;
      if (isVisible && !execution.tasks.some(({ toolId }) => isVisible(toolId))) continue;
      const similarity = Math.min(1, board.scores[document]! / highest);
      keepNearest(execution.success ? succeeded : failed, { execution, similarity }, count);
    }
    return { succeeded, failed };
  }

  function theBest(query: readonly QueryTerm[], wanted: number): Uint32Array {
    const groups = byOutcome.map((documents) => ({ documents, wanted }));
    return wanted === 0 ? new Uint32Array() : index.addBestScores(query, groups, outcomeOf, board);
  }

  function allOf(query: readonly QueryTerm[]): Uint32Array {
    index.addScores(query, board);
    return board.touched.subarray(0, board.count);
  }

  return {
    get size() {
      return byId.size;
    },

    has: (id) => byId.has(id),

    add(execution) {
      byId.set(execution.id, execution);
      const before = all.at(-1);
      isSorted &&= before === undefined || compareExecutions(before, execution) < 0;
      all.push(execution);
      latest = Math.max(latest ?? execution.executedAt, execution.executedAt);
      if (execution.intent === undefined) return;
      const number = numbered.push(execution) - 1;
      numberOf.set(execution.id, number);
      if (number >= outcomeOf.length) {
        const larger = new Uint8Array(2 * number);
        larger.set(outcomeOf);
        outcomeOf = larger;
      }
      const outcome = execution.success ? 0 : 1;
      outcomeOf[number] = outcome;
      byOutcome[outcome].push(number);
      index.set(number, [tokenize(execution.intent)]);
    },

    executions() {
      if (!isSorted) all.sort(compareExecutions);
      isSorted = true;
      return all;
    },

    get latest() {
      return latest ?? 0;
    },

    nearest(intent, count, isVisible) {
      if (isVisible !== undefined) return findNearest(intent, count, isVisible);
      const size = byId.size;
      if (latestAnswer?.intent !== intent || latestAnswer.count !== count || latestAnswer.size !== size) {
        latestAnswer = { intent, count, size, neighbours: findNearest(intent, count) };
      }
      return latestAnswer.neighbours;
    },

    without(ids) {
      const { size, latest, likenessTo } = this;
      const others = (neighbours: readonly Neighbour[], count: number) =>
        neighbours.filter(({ execution }) => !ids.has(execution.id)).slice(0, count);
      return {
        size: size - ids.size,
        latest,
        likenessTo,
        nearest: (intent, count, isVisible) => {
          const { succeeded, failed } = this.nearest(intent, count + ids.size, isVisible);
          return { succeeded: others(succeeded, count), failed: others(failed, count) };
        },
      };
    },

    likenessTo(intent) {
      const likeness = index.likenessTo(toQueryTerms(tokenize(intent)), (term) => weightOfTerm(term));
      return ({ id }) => {
        const number = numberOf.get(id);
        return number === undefined ? 0 : likeness(number);
      };
    },
  };
}

/** Puts a neighbour in its place among the `count` nearest, or drops it. */
function keepNearest(nearest: Neighbour[], neighbour: Neighbour, count: number): void {
  const worst = nearest[count - 1];
  if (worst !== undefined && compareNeighbours(worst, neighbour) < 0) return;
  nearest.splice(insertionPoint(nearest, neighbour, compareNeighbours), 0, neighbour);
  if (nearest.length > count) nearest.pop();
}

function compareNeighbours(a: Neighbour, b: Neighbour): number {
  return b.similarity - a.similarity || compareExecutions(b.execution, a.execution);
}

function compareExecutions(a: ObservedExecution, b: ObservedExecution): number {
  return a.executedAt - b.executedAt || (a.id < b.id ? -1 : 1);
}

function insertionPoint<Item>(sorted: readonly Item[], item: Item, compare: (a: Item, b: Item) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle]!, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
