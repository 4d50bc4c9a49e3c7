import { join } from 'node:path';
import { z } from 'zod';
import { readJsonLines } from '../../data/json-lines.js';
import { loadDataSet } from '../../data/load-data-set.js';
import type { TextVectors } from '../embedding/text-vectors.js';
import type { Engine } from '../engine.js';
import type { Finding } from '../finding.js';
import { mean } from '../mean.js';
import { openSubject, type Subject } from '../subject.js';

/** Developed on. */
const known = ['office', 'devops', 'research', 'shop', 'home', 'data', 'hotel', 'school'];
/** Written when the rules were, by somebody who had not seen them, and only measured. */
const blind = ['clinic', 'logistics'];
const folder = join(import.meta.dirname, '../../data/everyday');
/** From here on whoever reads a score takes the tool for the right one. */
const sure = 0.7;

const requestRow = z.object({
  text: z.string(),
  /** Each may come first; none where no tool serves the request. */
  tools: z.array(z.string()),
  /** The calls of each plan that would do. */
  plans: z.array(z.array(z.string())),
  /** What kind of request it is. @default told by whether any of the tools has run */
  kind: z.enum(['paraphrase', 'never', 'opposite', 'compound', 'negation', 'noise', 'foreign', 'unserved']).optional(),
});

type Request = z.infer<typeof requestRow>;

interface Answer {
  readonly isFirst: boolean;
  /** Whether another tool comes first, surely. */
  readonly isSureAndWrong: boolean;
  readonly nodeF1: number;
  readonly isAbstained: boolean;
}

/** One request, before anything is learned and after a history of a few dozen executions. */
interface Judged {
  readonly catalogue: string;
  readonly kind: 'done before' | 'never done' | 'forbidden' | 'not served';
  readonly before: Answer;
  readonly after: Answer;
}

/**
 * Short requests, as people type them, to made-up catalogues of 42 to 71 tools, each with 23 to 60 executions: public sets have
 * long intents, which hide what a history does to a request for something else. Made by testers of ours.
 */
export async function measureEverydayRequests(vectors: TextVectors): Promise<Finding[]> {
  const findings = await Promise.all([
    findingsOf('everyday requests', known, vectors),
    findingsOf('blind everyday requests', blind, vectors),
  ]);
  return findings.flat();
}

async function findingsOf(label: string, catalogues: readonly string[], vectors: TextVectors): Promise<Finding[]> {
  const judged = (await Promise.all(catalogues.map((name) => judgeCatalogue(name, vectors)))).flat();
  const of = (kind: Judged['kind']) => judged.filter((one) => one.kind === kind);
  const finding = (what: string, some: readonly Judged[], measured: Measured) =>
    findingOf(`${label}, ${some.length} ${what}`, catalogues, some, measured);
  const never = of('never done');
  return [
    finding('never done: share with the right tool first, less without a history', never, {
      figure: ({ isFirst }) => Number(isFirst),
      value: (before, after) => after - before,
      target: { atLeast: 0 },
    }),
    finding(`never done: share with another tool first, at ${sure} or more`, never, {
      figure: ({ isSureAndWrong }) => Number(isSureAndWrong),
      target: { atMost: 0 },
    }),
    finding('never done: F1 of the tools of plans', never, { figure: ({ nodeF1 }) => nodeF1 }),
    finding('done before, in other words: share with a right tool first', of('done before'), {
      figure: ({ isFirst }) => Number(isFirst),
    }),
    finding('done before, in other words: F1 of the tools of plans', of('done before'), {
      figure: ({ nodeF1 }) => nodeF1,
    }),
    finding('that forbid something: share with a right tool first', of('forbidden'), {
      figure: ({ isFirst }) => Number(isFirst),
    }),
    finding('that forbid something: F1 of the tools of plans', of('forbidden'), { figure: ({ nodeF1 }) => nodeF1 }),
    finding('that no tool serves: share that got no plan', of('not served'), {
      figure: ({ isAbstained }) => Number(isAbstained),
    }),
  ];
}

async function judgeCatalogue(name: string, vectors: TextVectors): Promise<Judged[]> {
  const set = loadDataSet(join(folder, name));
  const requests = readJsonLines(join(folder, name, 'requests.jsonl'), (row) => requestRow.parse(row));
  const notAsked = { maxQueries: 0, miniLmQueries: 0, miniLm: { skipped: 'not asked for' } };
  const subject = await openSubject(set, { ...notAsked, vectors });
  const taught = subject.hybrid({ history: set.workflows });
  const ran = new Set(set.workflows.flatMap(({ tasks }) => tasks.map(({ tool }) => tool)));
  return requests.map(({ row }) => ({
    catalogue: name,
    kind: kindOf(row, (tool) => ran.has(tool)),
    before: judge(row, subject.cold, subject),
    after: judge(row, taught, subject),
  }));
}

function kindOf({ tools, kind }: Request, hasRun: (tool: string) => boolean): Judged['kind'] {
  if (tools.length === 0) return 'not served';
  if (kind === 'negation') return 'forbidden';
  if (kind === 'never' || kind === 'opposite') return 'never done';
  return kind !== undefined || tools.some(hasRun) ? 'done before' : 'never done';
}

function judge({ text, tools, plans }: Request, engine: Engine, { embedded }: Subject): Answer {
  const { embedding } = embedded.query(text);
  const asked = embedding === undefined ? {} : { embedding };
  const [first] = engine.search({ text, ...asked }).results;
  const isFirst = first !== undefined && tools.includes(first.toolId);
  const { dag } = engine.suggest({ intent: text, ...asked, alternatives: 0 });
  const planned = dag.tasks.map(({ toolId }) => toolId);
  return {
    isFirst,
    isSureAndWrong: !isFirst && (first?.score ?? 0) >= sure,
    nodeF1: plans.reduce((best, plan) => Math.max(best, f1(planned, plan)), 0),
    isAbstained: planned.length === 0,
  };
}

/** Of calls: a tool that is to run twice is two. */
function f1(planned: readonly string[], right: readonly string[]): number {
  const left = [...right];
  for (const tool of planned) if (left.includes(tool)) left.splice(left.indexOf(tool), 1);
  return (2 * (right.length - left.length)) / (planned.length + right.length);
}

interface Measured extends Pick<Finding, 'target'> {
  figure(answer: Answer): number;
  /** @default what is after the history */
  value?(before: number, after: number): number;
}

function findingOf(
  what: string,
  catalogues: readonly string[],
  judged: readonly Judged[],
  { figure, target, value }: Measured,
): Finding {
  const meanOf = (some: readonly Judged[], side: 'before' | 'after') => mean(some.map((one) => figure(one[side])));
  const [before, after] = [meanOf(judged, 'before'), meanOf(judged, 'after')];
  return {
    point: 'D12',
    what,
    value: value?.(before, after) ?? after,
    target,
    details: [
      ...catalogues.map((name) => [name, judged.filter(({ catalogue }) => catalogue === name)] as const),
      ['all', judged] as const,
    ]
      .filter(([, some]) => some.length > 0)
      .map(
        ([name, some]) =>
          `${name.padEnd(12)} without a history ${meanOf(some, 'before').toFixed(3)}, with one ${meanOf(some, 'after').toFixed(3)}  (${some.length})`,
      ),
  };
}
