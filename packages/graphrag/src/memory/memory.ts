import type { ObservedExecution } from '../execution.js';
import { toQueryTerms } from '../retrieval/query-terms.js';
import { ScoreBoard } from '../retrieval/score-board.js';
import { createTextIndex } from '../retrieval/text-index.js';
import type { Tokenizer } from '../retrieval/tokenize.js';

/** A past execution near an intent. */
export interface Neighbour {
  readonly execution: ObservedExecution;
  /** Share of the intent's information that the past intent covers, in [0, 1]. */
  readonly similarity: number;
}

/** Past executions: the truth from which everything learned is derived. */
export interface Memory {
  readonly size: number;
  has(id: string): boolean;
  /** Takes in an execution with a new id. */
  add(execution: ObservedExecution): void;
  /** All executions in canonical order: by time, then by id. */
  executions(): readonly ObservedExecution[];
  /** The executions with the most similar intents, most similar first, ties in canonical order. */
  nearest(intent: string, count: number): readonly Neighbour[];
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

  return {
    get size() {
      return byId.size;
    },

    has: (id) => byId.has(id),

    add(execution) {
      byId.set(execution.id, execution);
      sorted.splice(insertionPoint(sorted, execution), 0, execution);
      if (execution.intent !== undefined) index.set(numbered.push(execution) - 1, [tokenize(execution.intent)]);
    },

    executions: () => sorted,

    nearest(intent, count) {
      const query = toQueryTerms(tokenize(intent));
      board.reset(numbered.length);
      index.addScores(query, board);
      const highest = index.highestScore(query);
      return Array.from(board.touched.subarray(0, board.count), (document) => ({
        execution: numbered[document]!,
        similarity: board.scores[document]! / highest,
      }))
        .sort((a, b) => b.similarity - a.similarity || compareExecutions(a.execution, b.execution))
        .slice(0, count);
    },
  };
}

function compareExecutions(a: ObservedExecution, b: ObservedExecution): number {
  return a.executedAt - b.executedAt || (a.id < b.id ? -1 : 1);
}

function insertionPoint(sorted: readonly ObservedExecution[], execution: ObservedExecution): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareExecutions(sorted[middle]!, execution) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
