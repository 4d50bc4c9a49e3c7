import type { ObservedExecution } from '../execution.js';
import { toQueryTerms, weightOfTerm } from '../retrieval/query-terms.js';
import { ScoreBoard } from '../retrieval/score-board.js';
import { createTextIndex } from '../retrieval/text-index.js';
import type { Tokenizer } from '../retrieval/tokenize.js';

/** A past execution near an intent. */
export interface Neighbour {
  readonly execution: ObservedExecution;
  /** Share of the intent's information that the past intent covers, in [0, 1]. */
  readonly similarity: number;
  /** How much of what both intents say is the same, in [0, 1]: low for a past intent that says much else. */
  readonly likeness: number;
}

/** While the nearest are looked for: the number of the execution's intent, too. */
type Candidate = Omit<Neighbour, 'likeness'> & { readonly document: number };

/** Most similar first, ties in canonical order. */
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
}

/** Term frequency and length matter little in texts of one or two sentences. */
const intentField = { weight: 1, lengthNormalization: 0.75 };
const saturation = 1.2;

export function createMemory(tokenize: Tokenizer): Memory {
  const byId = new Map<string, ObservedExecution>();
  const numbered: ObservedExecution[] = [];
  const sorted: ObservedExecution[] = [];
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
    index.addScores(query, board);
    const highest = index.highestScore(query);
    const likeness = index.likenessTo(query, (term) => weightOfTerm(term));
    const succeeded: Candidate[] = [];
    const failed: Candidate[] = [];
    for (const document of board.touched.subarray(0, board.count)) {
      const execution = numbered[document]!;
      if (isVisible && !execution.tasks.some(({ toolId }) => isVisible(toolId))) continue;
      const similarity = Math.min(1, board.scores[document]! / highest);
      keepNearest(execution.success ? succeeded : failed, { execution, document, similarity }, count);
    }
    const toNeighbour = ({ execution, document, similarity }: Candidate) => ({
      execution,
      similarity,
      likeness: likeness(document),
    });
    return { succeeded: succeeded.map(toNeighbour), failed: failed.map(toNeighbour) };
  }

  return {
    get size() {
      return byId.size;
    },

    has: (id) => byId.has(id),

    add(execution) {
      byId.set(execution.id, execution);
      sorted.splice(insertionPoint(sorted, execution, compareExecutions), 0, execution);
      if (execution.intent !== undefined) index.set(numbered.push(execution) - 1, [tokenize(execution.intent)]);
    },

    executions: () => sorted,

    get latest() {
      return sorted.at(-1)?.executedAt ?? 0;
    },

    nearest(intent, count, isVisible) {
      if (isVisible !== undefined) return findNearest(intent, count, isVisible);
      const size = byId.size;
      if (latestAnswer?.intent !== intent || latestAnswer.count !== count || latestAnswer.size !== size) {
        latestAnswer = { intent, count, size, neighbours: findNearest(intent, count) };
      }
      return latestAnswer.neighbours;
    },
  };
}

/** Puts a neighbour in its place among the `count` nearest, or drops it. */
function keepNearest(nearest: Candidate[], neighbour: Candidate, count: number): void {
  const worst = nearest[count - 1];
  if (worst !== undefined && compareNeighbours(worst, neighbour) < 0) return;
  nearest.splice(insertionPoint(nearest, neighbour, compareNeighbours), 0, neighbour);
  if (nearest.length > count) nearest.pop();
}

function compareNeighbours(a: Candidate, b: Candidate): number {
  return b.similarity - a.similarity || compareExecutions(a.execution, b.execution);
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
