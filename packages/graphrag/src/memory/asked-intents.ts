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
  likenessTo(intent: string): (execution: Pick<ObservedExecution, 'intent' | 'success'>) => number;
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
  /** By number. */
  const asked: ObservedExecution[][] = [];
  /** By outcome: numbers of the texts, by text. */
  const numberOf = { succeeded: new Map<string, number>(), failed: new Map<string, number>() };
  /** Numbers of those that succeeded, and of those that failed; and by number, the place of its outcome there. */
  const byOutcome: readonly [succeeded: number[], failed: number[]] = [[], []];
  const outcomeOf: number[] = [];

  const numbersOf = (success: boolean) => (success ? numberOf.succeeded : numberOf.failed);

  function add(intent: string, execution: ObservedExecution): void {
    const { success } = execution;
    const known = numbersOf(success).get(intent);
    if (known !== undefined) {
      const executions = asked[known]!;
      executions.splice(insertionPoint(executions, execution), 0, execution);
      return;
    }
    const number = asked.push([execution]) - 1;
    numbersOf(success).set(intent, number);
    outcomeOf[number] = success ? 0 : 1;
    byOutcome[success ? 0 : 1].push(number);
    index.set(number, [tokenize(intent)]);
  }

  function nearest(intent: string, count: number): FoundExecutions {
    const texts: [Text[], Text[]] = [[], []];
    if (count > 0) {
      const query = toQueryTerms(tokenize(intent));
      board.reset(asked.length);
      const highest = index.highestScore(query);
      const groups = byOutcome.map((documents) => ({ documents, wanted: count }));
      for (const number of index.addBestScores(query, groups, outcomeOf, board)) {
        const similarity = Math.min(1, board.scores[number]! / highest);
        texts[outcomeOf[number]!]!.push({ similarity, executions: asked[number]! });
      }
    }
    return { succeeded: firstOf(texts[0], count), failed: firstOf(texts[1], count) };
  }

  return {
    add,
    nearest,
    likenessTo(intent) {
      const likeness = index.likenessTo(toQueryTerms(tokenize(intent)), (term) => weightOfTerm(term));
      return ({ intent: past, success }) => {
        const number = past === undefined ? undefined : numbersOf(success).get(past);
        return number === undefined ? 0 : likeness(number);
      };
    },
  };
}

interface Text {
  readonly similarity: number;
  readonly executions: readonly ObservedExecution[];
}

/** The nearest executions, of texts that are equally near the newest. */
function firstOf(texts: readonly Text[], count: number): readonly Found[] {
  const found: Found[] = [];
  for (const { similarity, executions } of texts.toSorted((a, b) => b.similarity - a.similarity)) {
    if (found.length >= count && similarity < found.at(-1)!.similarity) break;
    for (const execution of executions.slice(-count)) found.push({ execution, similarity });
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
