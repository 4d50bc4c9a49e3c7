import type { ObservedExecution } from '../execution.js';
import type { GraphAging } from '../graph/dependency-graph.js';
import { toQueryTerms, weightOfTerm } from '../retrieval/query-terms.js';
import { ScoreBoard } from '../retrieval/score-board.js';
import { createTextIndex, type QueryTerm } from '../retrieval/text-index.js';
import type { Tokenizer } from '../retrieval/tokenize.js';
import { freshest, type Neighbour, poolFor, type Wanted } from './freshness.js';

export type { Neighbour } from './freshness.js';

/** Most similar first, of equally similar ones the newer first: habits change. */
export interface Neighbours {
  readonly succeeded: readonly Neighbour[];
  readonly failed: readonly Neighbour[];
}

/** The nearest executions, before it is asked how old they are. */
interface Pool {
  readonly succeeded: readonly Found[];
  readonly failed: readonly Found[];
}
type Found = Omit<Neighbour, 'freshness'>;

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
   * The executions with the most similar intents, so many as are wanted of each outcome; where they age, those with the
   * strongest votes. With `isVisible`, only those that used a visible tool.
   */
  nearest(intent: string, wanted: Wanted, isVisible?: ((toolId: string) => boolean) | undefined): Neighbours;
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
/**
 * Intents of another kind are taken to be as many as those that were seen: who always asks for one thing has told what it
 * is, and the name that is new every time is not all that an intent says.
 */
const unseen = 1;

export function createMemory(
  tokenize: Tokenizer,
  aging: GraphAging = { halfLife: Infinity, present: () => Infinity },
): Memory {
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
  const index = createTextIndex([intentField], saturation, undefined, unseen);
  const board = new ScoreBoard();
  /** The latest question and its answer. */
  let latestAnswer: { intent: string; count: number; size: number; pool: Pool } | undefined;

  function find(intent: string, count: number, isVisible?: ((toolId: string) => boolean) | undefined): Pool {
    const query = toQueryTerms(tokenize(intent));
    board.reset(numbered.length);
    const highest = index.highestScore(query);
    const succeeded: Found[] = [];
    const failed: Found[] = [];
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

  /** While a task runs, the same intent is asked about after every step. */
  function findOnce(intent: string, count: number, isVisible?: ((toolId: string) => boolean) | undefined): Pool {
    if (isVisible !== undefined) return find(intent, count, isVisible);
    const size = byId.size;
    if (latestAnswer?.intent !== intent || latestAnswer.count !== count || latestAnswer.size !== size) {
      latestAnswer = { intent, count, size, pool: find(intent, count) };
    }
    return latestAnswer.pool;
  }

  const freshestOf = ({ succeeded, failed }: Pool, wanted: Wanted): Neighbours => ({
    succeeded: freshest(succeeded, wanted, aging),
    failed: freshest(failed, wanted, aging),
  });

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

    nearest: (intent, wanted, isVisible) => freshestOf(findOnce(intent, poolFor(wanted, aging), isVisible), wanted),

    without(ids) {
      const { size, latest, likenessTo } = this;
      const others = (found: readonly Found[]) => found.filter(({ execution }) => !ids.has(execution.id));
      return {
        size: size - ids.size,
        latest,
        likenessTo,
        nearest: (intent, wanted, isVisible) => {
          const pool = poolFor(wanted, aging);
          const { succeeded, failed } = findOnce(intent, pool + ids.size, isVisible);
          const left = (found: readonly Found[]) => others(found).slice(0, pool);
          return freshestOf({ succeeded: left(succeeded), failed: left(failed) }, wanted);
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
function keepNearest(nearest: Found[], neighbour: Found, count: number): void {
  const worst = nearest[count - 1];
  if (worst !== undefined && compareNeighbours(worst, neighbour) < 0) return;
  nearest.splice(insertionPoint(nearest, neighbour, compareNeighbours), 0, neighbour);
  if (nearest.length > count) nearest.pop();
}

function compareNeighbours(a: Found, b: Found): number {
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
