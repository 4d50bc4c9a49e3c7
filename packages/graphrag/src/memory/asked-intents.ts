import type { ObservedExecution } from '../execution.js';
import { toQueryTerms, weightOfTerm } from '../retrieval/query-terms.js';
import { ScoreBoard } from '../retrieval/score-board.js';
import { createTextIndex } from '../retrieval/text-index.js';
import type { Tokenizer } from '../retrieval/tokenize.js';

/** An execution, and how near its intent is to the one asked about. */
export interface Found {
  readonly execution: ObservedExecution;
  /** Share of the intent's information that the past intent covers, in [0, 1]. */
  readonly similarity: number;
}

/** Most similar first, of equally similar ones the newer first. */
export interface FoundExecutions {
  readonly succeeded: readonly Found[];
  readonly failed: readonly Found[];
}

/**
 * Executions by what was asked for. An intent that was asked for a thousand times is one text: it costs one, it is looked
 * through once, and its words are no less telling than those of others.
 */
export interface AskedIntents {
  add(intent: string, execution: ObservedExecution): void;
  /** The `count` nearest of each outcome. */
  nearest(intent: string, count: number): FoundExecutions;
  /**
   * How much of what an intent and that of an execution say is the same, in [0, 1]: low for a past intent that says much
   * else, 0 for one that is not here.
   */
  likenessTo(intent: string): (execution: Pick<ObservedExecution, 'intent'>) => number;
}

/** The executions of one intent, each list in canonical order. */
interface Asked {
  readonly succeeded: ObservedExecution[];
  readonly failed: ObservedExecution[];
}

/** Term frequency and length matter little in texts of one or two sentences. */
const intentField = { weight: 1, lengthNormalization: 0.75 };
const saturation = 1.2;
/**
 * Intents of another kind are taken to be as many as those that were seen: who always asks for one thing has told what it
 * is, and the name that is new every time is not all that an intent says.
 */
const unseen = 1;

export function createAskedIntents(tokenize: Tokenizer): AskedIntents {
  const index = createTextIndex([intentField], saturation, undefined, unseen);
  const board = new ScoreBoard();
  const asked: Asked[] = [];
  const numberOf = new Map<string, number>();
  /** Numbers of the intents that succeeded some time, and of those that failed. */
  const byOutcome: readonly [succeeded: number[], failed: number[]] = [[], []];
  /** By number, which of the two it is in: 1 for the first, 2 for the second. */
  const outcomesOf: number[] = [];

  function askedFor(intent: string): number {
    let number = numberOf.get(intent);
    if (number === undefined) {
      number = asked.push({ succeeded: [], failed: [] }) - 1;
      numberOf.set(intent, number);
      outcomesOf.push(0);
      index.set(number, [tokenize(intent)]);
    }
    return number;
  }

  return {
    add(intent, execution) {
      const number = askedFor(intent);
      const executions = execution.success ? asked[number]!.succeeded : asked[number]!.failed;
      executions.splice(insertionPoint(executions, execution), 0, execution);
      if (executions.length > 1) return;
      const outcome = execution.success ? 0 : 1;
      byOutcome[outcome].push(number);
      outcomesOf[number]! |= 1 << outcome;
    },

    nearest(intent, count) {
      if (count === 0) return { succeeded: [], failed: [] };
      const query = toQueryTerms(tokenize(intent));
      board.reset(asked.length);
      const highest = index.highestScore(query);
      const groups = byOutcome.map((documents) => ({ documents, wanted: count }));
      const found = Array.from(index.addBestScores(query, groups, outcomesOf, board), (number) => ({
        similarity: Math.min(1, board.scores[number]! / highest),
        ...asked[number]!,
      })).sort((a, b) => b.similarity - a.similarity);
      return {
        succeeded: firstOf(found, ({ succeeded }) => succeeded, count),
        failed: firstOf(found, ({ failed }) => failed, count),
      };
    },

    likenessTo(intent) {
      const likeness = index.likenessTo(toQueryTerms(tokenize(intent)), (term) => weightOfTerm(term));
      return ({ intent: past }) => {
        const number = past === undefined ? undefined : numberOf.get(past);
        return number === undefined ? 0 : likeness(number);
      };
    },
  };
}

type NearIntent = Asked & { readonly similarity: number };

/** The nearest executions, of intents that are equally near the newest. */
function firstOf(
  intents: readonly NearIntent[],
  executionsOf: (intent: NearIntent) => readonly ObservedExecution[],
  count: number,
): readonly Found[] {
  const found: Found[] = [];
  for (const intent of intents) {
    const { similarity } = intent;
    if (found.length >= count && similarity < found.at(-1)!.similarity) break;
    for (const execution of executionsOf(intent).slice(-count)) found.push({ execution, similarity });
  }
  return found
    .sort((a, b) => b.similarity - a.similarity || compareExecutions(b.execution, a.execution))
    .slice(0, count);
}

/** The canonical order: by time, then by id. */
export function compareExecutions(a: ObservedExecution, b: ObservedExecution): number {
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
