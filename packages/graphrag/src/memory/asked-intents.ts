import { entry } from '../entry.js';
import type { ObservedExecution } from '../execution.js';
import { toQueryTerms, weightOfTerm } from '../retrieval/query-terms.js';
import { ScoreBoard } from '../retrieval/score-board.js';
import { createTextIndex, informationAmong, type QueryTerm } from '../retrieval/text-index.js';
import { createTokenizer, type WordReader } from '../retrieval/tokenize.js';
import { compareExecutions, insertInOrder, removeInOrder } from './canonical-order.js';
import { createJobs } from './constancy.js';
import { successfulCalls } from './successful-calls.js';

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
  /** What ran nothing, whatever became of it: whoever asked declined what was proposed. */
  readonly declined: readonly Found[];
}

/** The places of the outcomes in lists that have one of each. */
const outcomes = { succeeded: 0, failed: 1, declined: 2 } as const;
type Outcome = (typeof outcomes)[keyof typeof outcomes];

function outcomeOf({ success, tasks }: ObservedExecution): Outcome {
  if (tasks.length === 0) return outcomes.declined;
  return success ? outcomes.succeeded : outcomes.failed;
}

/**
 * Executions by what was asked for. An intent that was asked for a thousand times is one text: it costs one, it is looked
 * through once, and its words are no less telling than those of others.
 */
export interface AskedIntents extends IntentAnswers {
  add(intent: string, execution: ObservedExecution): void;
  /** Takes out one that is in. */
  remove(intent: string, execution: ObservedExecution): void;
  /**
   * The same for somebody who may not see every tool: a word of intents of which he may see nothing is to him a word that
   * nobody ever said, or he could try what others asked for. What very many intents say is nobody's secret.
   */
  seenBy(isVisible: (toolId: string) => boolean): IntentAnswers;
}

export interface IntentAnswers {
  /** The `count` nearest of each outcome. */
  nearest(intent: string, count: number): FoundExecutions;
  /**
   * How much of what an intent and that of an execution say is the same, in [0, 1]: low for a past intent that says much
   * else, 0 for one that is not here.
   */
  likenessTo(intent: string): (execution: Pick<ObservedExecution, 'intent'>) => number;
}

/** The intents that have a term: as many as say how rare it is, and those that are looked into, if they are few enough. */
interface Having {
  readonly count: number;
  readonly intents: readonly number[] | undefined;
}

/** The executions of one intent by outcome, each list in canonical order. */
type Asked = readonly [ObservedExecution[], ObservedExecution[], ObservedExecution[]];

/** Term frequency and length matter little in texts of one or two sentences. */
const intentField = { weight: 1, lengthNormalization: 0.75 };
const saturation = 1.2;
/**
 * Intents of another kind are taken to be as many as those that were seen: who always asks for one thing has told what it
 * is, and the name that is new every time is not all that an intent says.
 */
const unseen = 1;

/** A word that more intents have is not looked up in them. */
const mostRead = 1_024;
/** So many executions of an intent and an outcome, the newest, are looked at to know whether it is to be seen. */
const mostAsked = 16;

/** So many numbers are given to so many intents before they are numbered anew. */
const mostNumbers = (intents: number) => 2 * intents + 1_024;

function nothingAsked(reader: WordReader) {
  return {
    index: createTextIndex([intentField], saturation, reader, unseen),
    /** By number. */
    asked: [] as Asked[],
    numberOf: new Map<string, number>(),
    /** Numbers of the intents that had the outcome some time. */
    byOutcome: [new Set<number>(), new Set<number>(), new Set<number>()] as const,
    /** By number, which of these it is in: the n-th bit for the n-th. */
    outcomesOf: [] as number[],
    jobs: createJobs(),
    /** Intents of which something changed since the jobs were looked at last: most histories grow by more than one execution. */
    unjudged: new Set<number>(),
    /** By term, until the next change. */
    weights: new Map<string, number>(),
    /** What the terms of an intent are worth, by number, until the next change. */
    informations: new Map<number, number>(),
  };
}

export function createAskedIntents(reader: WordReader): AskedIntents {
  const tokenize = createTokenizer(reader);
  const board = new ScoreBoard();
  let { index, asked, numberOf, byOutcome, outcomesOf, jobs, unjudged, weights, informations } = nothingAsked(reader);

  function askedFor(intent: string): number {
    let number = numberOf.get(intent);
    if (number === undefined) {
      number = asked.push([[], [], []]) - 1;
      numberOf.set(intent, number);
      outcomesOf.push(0);
      index.set(number, [intent]);
    }
    return number;
  }

  function add(intent: string, execution: ObservedExecution): void {
    const number = askedFor(intent);
    const outcome = outcomeOf(execution);
    insertInOrder(asked[number]![outcome], execution);
    mark(number, outcome);
    unjudged.add(number);
  }

  function mark(number: number, outcome: Outcome): void {
    if ((outcomesOf[number]! & (1 << outcome)) !== 0) return;
    byOutcome[outcome].add(number);
    outcomesOf[number]! |= 1 << outcome;
  }

  function remove(intent: string, execution: ObservedExecution): void {
    const number = numberOf.get(intent)!;
    const outcome = outcomeOf(execution);
    removeInOrder(asked[number]![outcome], execution);
    unjudged.add(number);
    if (asked[number]![outcome].length > 0) return;
    byOutcome[outcome].delete(number);
    outcomesOf[number]! &= ~(1 << outcome);
    if (outcomesOf[number] !== 0) return;
    index.delete(number);
    numberOf.delete(intent);
    if (asked.length > mostNumbers(numberOf.size)) renumber();
  }

  /**
   * The index finds best where numbers ascend, so that none is given again; those that are left behind go together. Where a
   * tokenizer of the caller's fails, all stays as it is until the next removal: what was to be removed is out in either case.
   */
  function renumber(): void {
    const before = { index, asked, numberOf, byOutcome, outcomesOf, jobs, unjudged, weights, informations };
    ({ index, asked, numberOf, byOutcome, outcomesOf, jobs, unjudged, weights, informations } = nothingAsked(reader));
    try {
      for (const [intent, formerly] of before.numberOf) {
        const number = askedFor(intent);
        const executions = before.asked[formerly]!;
        asked[number] = executions;
        for (const outcome of Object.values(outcomes)) if (executions[outcome].length > 0) mark(number, outcome);
        unjudged.add(number);
      }
    } catch {
      ({ index, asked, numberOf, byOutcome, outcomesOf, jobs, unjudged, weights, informations } = before);
    }
  }

  /** What is asked for is what was done for it last. */
  function judge(): void {
    if (unjudged.size === 0) return;
    for (const number of unjudged) {
      const latest = asked[number]![outcomes.succeeded].at(-1);
      jobs.set(number, latest && new Set(successfulCalls(latest).map(({ toolId }) => toolId)));
    }
    unjudged.clear();
    weights.clear();
    informations = new Map();
  }

  function having(term: string): Having {
    const count = index.documentCount(term);
    // Words that most intents have count little anyway.
    return { count, intents: count > mostRead ? undefined : index.documentsWith(term) };
  }

  const termsOf = (intent: string): readonly QueryTerm[] => toQueryTerms(tokenize(intent));

  const nearestBy =
    (termsIn: (intent: string) => readonly QueryTerm[], weightOf: (term: string) => number): IntentAnswers['nearest'] =>
    (intent, count) => {
      if (count === 0) return { succeeded: [], failed: [], declined: [] };
      judge();
      const query = termsIn(intent).map((asked) => ({ ...asked, weight: asked.weight * weightOf(asked.term) }));
      board.reset(asked.length);
      const highest = index.highestScore(query);
      const groups = byOutcome.map((documents) => ({ documents, wanted: count }));
      const found = Array.from(index.addBestScores(query, groups, outcomesOf, board), (number) => ({
        similarity: Math.min(1, board.scores[number]! / highest),
        executions: asked[number]!,
      })).sort((a, b) => b.similarity - a.similarity);
      return {
        succeeded: firstOf(found, outcomes.succeeded, count),
        failed: firstOf(found, outcomes.failed, count),
        declined: firstOf(found, outcomes.declined, count),
      };
    };

  const likenessBy =
    (
      termsIn: (intent: string) => readonly QueryTerm[],
      factor: (term: string) => number,
      informationOf: () => Map<number, number>,
    ): IntentAnswers['likenessTo'] =>
    (intent) => {
      judge();
      const query = termsIn(intent).map((asked) => ({ ...asked, weight: asked.weight * factor(asked.term) }));
      const likeness = index.likenessTo(query, (term) => weightOfTerm(term) * factor(term), informationOf());
      return ({ intent: past }) => {
        const number = past === undefined ? undefined : numberOf.get(past);
        return number === undefined ? 0 : likeness(number);
      };
    };

  const constancyOf = ({ intents }: Having) => (intents === undefined ? 1 : jobs.constancy(intents));
  const constancy = (term: string) => entry(weights, term, () => constancyOf(having(term)));

  return {
    add,
    remove,
    nearest: nearestBy(termsOf, constancy),
    likenessTo: likenessBy(termsOf, constancy, () => informations),

    seenBy(isVisible) {
      const known = new Map<number, boolean>();
      const isSeen = (number: number) =>
        entry(known, number, () =>
          asked[number]!.some((executions) =>
            executions.slice(-mostAsked).some(({ tasks, proposed = [] }) => {
              return tasks.some(({ toolId }) => isVisible(toolId)) || proposed.some(isVisible);
            }),
          ),
        );
      const seen = new Map<string, Having>();
      const seenHaving = (term: string) =>
        entry(seen, term, () => {
          const { count, intents: all } = having(term);
          const intents = all?.filter(isSeen);
          return { count: intents?.length ?? count, intents };
        });
      // What the index takes a term to be worth is what all intents say.
      const rarity = (term: string) => {
        const size = (1 + unseen) * numberOf.size;
        return informationAmong(size, seenHaving(term).count) / informationAmong(size, index.documentCount(term));
      };
      const seenConstancies = new Map<string, number>();
      const seenConstancy = (term: string) => entry(seenConstancies, term, () => constancyOf(seenHaving(term)));
      const weightOf = (term: string) => seenConstancy(term) * rarity(term);
      // A form that is only looked for where it is known.
      const terms = (intent: string) =>
        termsOf(intent).filter(({ term, optional }) => !optional || seenHaving(term).count > 0);
      const seenInformations = new Map<number, number>();
      return {
        nearest: nearestBy(terms, weightOf),
        likenessTo: likenessBy(terms, weightOf, () => seenInformations),
      };
    },
  };
}

interface NearIntent {
  readonly similarity: number;
  readonly executions: Asked;
}

/** The nearest executions of an outcome, of intents that are equally near the newest. */
function firstOf(intents: readonly NearIntent[], outcome: Outcome, count: number): readonly Found[] {
  const found: Found[] = [];
  for (const { similarity, executions } of intents) {
    if (found.length >= count && similarity < found.at(-1)!.similarity) break;
    const ofOutcome = executions[outcome];
    // The newest first, as they are wanted.
    for (let at = ofOutcome.length - 1; at >= Math.max(0, ofOutcome.length - count); at--) {
      found.push({ execution: ofOutcome[at]!, similarity });
    }
  }
  return found.sort(nearestFirst).slice(0, count);
}

/** Of equally near ones the newest. */
export function nearestFirst(a: Found, b: Found): number {
  return b.similarity - a.similarity || compareExecutions(b.execution, a.execution);
}
