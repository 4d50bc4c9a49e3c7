import { createEngine, type Engine } from '@agentcards/graphrag';
import type { DataSet } from '../../data/data-set.js';
import type { Report } from '../report.js';
import { medianLatencies, ratios, roundCount, toRounds } from '../rounds.js';
import { liveBytes } from '../timing.js';
import { createHistory, type History } from './history.js';

const fewExecutions = 10_000;
const manyExecutions = 100_000;
/** Executions that are observed one by one between questions, timed. */
const timedObservations = 200;

/** G17 of issue 5 in the engine: what an answer costs with ten times the history, and what an execution costs. */
export async function measureEngineLearning(
  sets: readonly DataSet[],
  calls: number,
  report: Report,
  toolCounts: readonly number[] = [1_000, 10_000],
): Promise<void> {
  for (const toolCount of toolCounts) {
    const history = createHistory(sets, toolCount);
    const small = learned(history, fewExecutions);
    const large = learned(history, manyExecutions);
    const label = (what: string) => `${what}, ${toolCount} tools`;
    const { edges } = large.engine.metrics();
    report(label(`kB of heap an execution, ${manyExecutions} kept, ${edges} edges`), toRounds([large.bytes / 1_024]), {
      atMost: 2,
    });
    await measureAnswers(history, small.engine, large.engine, calls, label, report);
    measureObserve(history, large.engine, label, report);
    measureSnapshot(large.engine, label, report);
    measureLearning(large.engine, label, report);
  }
}

function learned(history: History, executions: number) {
  const engine = createEngine();
  engine.upsertTools(history.tools);
  const before = liveBytes();
  for (let index = 0; index < executions; index += 1) engine.observe(history.execution(index));
  return { engine, bytes: (liveBytes() - before) / executions };
}

type Label = (what: string) => string;

async function measureAnswers(
  history: History,
  small: Engine,
  large: Engine,
  calls: number,
  label: Label,
  report: Report,
) {
  const { questionsOfAnIntent } = history;
  // Every call its own intent; then the same intent before each step, as an agent asks.
  const first = (call: number) => history.question(call * questionsOfAnIntent);
  const walk = await medianLatencies(
    {
      small: (call) => small.predictNext(history.question(call)),
      large: (call) => large.predictNext(history.question(call)),
    },
    calls,
  );
  compare('predictNext before each of four calls', walk, 1.3, 1);
  const fresh = await medianLatencies(
    {
      small: (call) => small.predictNext(first(call)),
      large: (call) => large.predictNext(first(call)),
    },
    calls,
  );
  compare('predictNext of a new intent', fresh, undefined, undefined);
  const plans = await medianLatencies(
    {
      small: (call) => small.suggest({ intent: first(call).intent }),
      large: (call) => large.suggest({ intent: first(call).intent }),
    },
    calls,
  );
  compare('suggest', plans, 2, 5);
  let next = manyExecutions + timedObservations;
  const stirred = await medianLatencies(
    {
      small: stirredBy(small, (call) => small.suggest({ intent: first(call).intent })),
      large: stirredBy(large, (call) => large.suggest({ intent: first(call).intent })),
    },
    Math.ceil(calls / 4),
  );
  compare('observe, then suggest', stirred, undefined, undefined);

  function stirredBy(engine: Engine, ask: (call: number) => unknown) {
    return (call: number) => {
      engine.observe(history.execution(next++));
      return ask(call);
    };
  }

  function compare(
    what: string,
    { small, large }: Record<'small' | 'large', readonly number[]>,
    growth: number | undefined,
    milliseconds: number | undefined,
  ) {
    report(label(`${what}, p50 in ms, ${manyExecutions} executions`), toRounds(large), atMost(milliseconds));
    report(label(`the same / with ${fewExecutions} executions`), ratios(large, small), atMost(growth));
  }
}

const atMost = (value: number | undefined) => (value === undefined ? undefined : { atMost: value });

function measureObserve(history: History, engine: Engine, label: Label, report: Report) {
  const rounds = Array.from({ length: roundCount }, (_, round) => {
    const executions = Array.from({ length: timedObservations }, (_, index) => ({
      ...history.execution(index),
      id: `timed-${round}-${index}`,
    }));
    return milliseconds(() => engine.observe(executions)) / timedObservations;
  });
  report(label('observe, mean in ms'), toRounds(rounds), { atMost: 0.2 });
}

function measureSnapshot(engine: Engine, label: Label, report: Report) {
  const text = JSON.stringify(engine.toJSON());
  const rounds = [1, 2, 3].map(() => {
    const snapshot = JSON.parse(text);
    return milliseconds(() => createEngine({ snapshot })) / 1_000;
  });
  report(label(`createEngine from a snapshot of ${manyExecutions} executions, seconds`), toRounds(rounds), {
    atMost: 1,
  });
}

/** What a caller waits for between two yields. */
function measureLearning(engine: Engine, label: Label, report: Report) {
  const pieces: number[] = [];
  const learning = engine.learnWeights();
  let isDone = false;
  while (!isDone) pieces.push(milliseconds(() => (isDone = learning.next().done === true)));
  const sum = pieces.reduce((total, piece) => total + piece, 0);
  report(
    label('longest piece of learnWeights, ms'),
    toRounds([Math.max(...pieces)]),
    undefined,
    `${pieces.length} pieces, ${sum.toFixed(0)} ms, the first ${pieces[0]!.toFixed(1)} ms, median ${toRounds(pieces).median.toFixed(2)} ms`,
  );
}

function milliseconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
