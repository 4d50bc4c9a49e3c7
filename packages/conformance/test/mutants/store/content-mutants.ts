import type { DependencyIncrement, EmbeddingRecord, ExecutionRecord, ExecutionTask } from '@agentcards/core';
import { spoiled } from '../spoiled.js';
import { type Mutant, pages } from './mutant.js';

const recorded = 'executions: everything that one can say comes back, its tasks in their order';
const appended = 'executions: everything that one can say comes back where they are appended, too';
const oldest = 'retirement: everything that an execution can say comes back with the oldest';
const summed = 'retirement: sums have every count of what retired and of what was inserted, the largest too';
const replaced = 'edges: a replacement keeps declarations, and no other counter';
const staged = 'embeddings: staged vectors keep every bit, and all that belongs to them, also when they get into use';
const handedOver = 'retirement: what is handed over or handed out can be changed without changing the store';

type Change<Row> = (row: Row) => Row;

const ofTasks =
  (change: Change<ExecutionTask>): Change<ExecutionRecord> =>
  (execution) => ({ ...execution, tasks: execution.tasks.map(change) });

/** What a path by which executions come or go makes of them when it was forgotten there. */
const spoiledExecutions: Readonly<Record<string, Change<ExecutionRecord>>> = {
  'without intents': ({ intent: _lost, ...each }) => each,
  'with trimmed intents': (each) => ({ ...each, intent: each.intent?.trim() }),
  'without NUL in intents': (each) => ({ ...each, intent: each.intent?.replaceAll('\u0000', '') }),
  'with no intent for an empty one': (each) => ({ ...each, intent: each.intent || undefined }),
  'as successes': (each) => ({ ...each, success: true }),
  'without durations': (each) => ({ ...each, durationMs: 0 }),
  'with times in seconds': (each) => ({
    ...each,
    executedAt: new Date(`${each.executedAt.toISOString().slice(0, -5)}Z`),
  }),
  'without messages of errors': ({ errorMessage: _lost, ...each }) => each,
  'without the suggestion that they followed': ({ suggestionId: _lost, ...each }) => each,
  'without proposed tools': ({ proposedTools: _lost, ...each }) => each,
  'with each proposed tool once': (each) => ({
    ...each,
    proposedTools: each.proposedTools && [...new Set(each.proposedTools)],
  }),
  'without code': ({ codeSnippet: _lost, ...each }) => each,
  'without the hash of code': ({ codeHash: _lost, ...each }) => each,
  'without tasks': (each) => ({ ...each, tasks: [] }),
  'with tasks by their ids': (each) => ({ ...each, tasks: [...each.tasks].sort((a, b) => (a.id < b.id ? -1 : 1)) }),
  'with tasks that depend on nothing': ofTasks((task) => ({ ...task, dependsOn: [] })),
  'with tasks of one layer': ofTasks((task) => ({ ...task, layer: 0 })),
  'with tasks that succeeded': ofTasks((task) => ({ ...task, success: true })),
  'without times of tasks': ofTasks(({ startedAt: _start, endedAt: _end, ...task }) => task),
  'without kinds of errors': ofTasks(({ errorType: _lost, ...task }) => task),
  'without digests of arguments': ofTasks(({ argumentsDigest: _lost, ...task }) => task),
  'without values of arguments': ofTasks(({ argumentValues: _lost, ...task }) => task),
  'without values of outputs': ofTasks(({ outputValues: _lost, ...task }) => task),
  'with no list for an empty one': ofTasks((task) => ({
    ...task,
    argumentValues: task.argumentValues?.length ? task.argumentValues : undefined,
  })),
  'with no kind of error for an empty one': ofTasks((task) => ({ ...task, errorType: task.errorType || undefined })),
  'without places in arguments': ofTasks(({ argumentPlaces: _lost, ...task }) => task),
  'without places in outputs': ofTasks(({ outputPlaces: _lost, ...task }) => task),
};

const counters = [
  'observedCount',
  'successCount',
  'failureCount',
  'dataFlowCount',
  'declaredCount',
  'sequenceCount',
] as const;

const without = (counter: (typeof counters)[number]) => (rows: readonly DependencyIncrement[]) =>
  rows.map((row) => ({ ...row, [counter]: 0 }));

const spoiledVectors: Readonly<Record<string, Change<EmbeddingRecord>>> = {
  'rounded to seven digits': (each) => ({
    ...each,
    embedding: each.embedding.map((value) => Number(value.toPrecision(7))),
  }),
  'without the sign of zero': (each) => ({ ...each, embedding: each.embedding.map((value) => value + 0) }),
  'with trimmed hashes': (each) => ({ ...each, contentHash: each.contentHash.trim() }),
  'with trimmed models': (each) => ({ ...each, modelId: each.modelId.trim() }),
  'without their time': (each) => ({ ...each, updatedAt: new Date(0) }),
};

function mutantsOf<Row>(
  rows: Readonly<Record<string, Change<Row>>>,
  mistake: string,
  mutant: (change: Change<Row>) => Mutant,
): Record<string, Mutant> {
  return Object.fromEntries(Object.entries(rows).map(([how, change]) => [`${mistake} ${how}`, mutant(change)]));
}

/** What adapters lose, most on the ways that are seldom gone: import, retention, and the change of the embedder. */
export const contentMutants: Readonly<Record<string, Mutant>> = {
  'takes empty annotations for none': {
    foundBy: 'tools: any text, any JSON and every status come back',
    spoil: (right) =>
      spoiled(right, {
        tools: pages(right.tools, (rows) =>
          rows.map(({ annotations, ...row }) => ({
            ...row,
            ...(Object.keys({ ...annotations }).length > 0 && { annotations }),
          })),
        ),
      }),
  },
  ...mutantsOf(spoiledExecutions, 'records executions', (change) => ({
    foundBy: recorded,
    spoil: (right) =>
      spoiled(right, {
        executions: {
          record: (execution, increments, confidenceOf) =>
            right.executions.record(change(execution), increments, confidenceOf),
        },
      }),
  })),
  ...mutantsOf(spoiledExecutions, 'appends executions', (change) => ({
    foundBy: appended,
    spoil: (right) =>
      spoiled(right, { executions: { append: (executions) => right.executions.append!(executions.map(change)) } }),
  })),
  ...mutantsOf(spoiledExecutions, 'gives the oldest executions', (change) => ({
    foundBy: oldest,
    spoil: (right) =>
      spoiled(right, {
        retirement: { oldest: async (query) => (await right.retirement!.oldest(query)).map(change) },
      }),
  })),
  ...mutantsOf(spoiledVectors, 'stages vectors', (change) => ({
    foundBy: staged,
    spoil: (right) =>
      spoiled(right, { embeddings: { stage: (records) => right.embeddings.stage(records.map(change)) } }),
  })),
  'does not find what was promoted': {
    foundBy: staged,
    spoil: (right) => {
      const promoted = new Set<string>();
      return spoiled(right, {
        embeddings: {
          async promote(model) {
            await right.embeddings.promote(model);
            promoted.add(model.modelId);
          },
          find: async (content) => (promoted.has(content.modelId) ? [] : right.embeddings.find(content)),
        },
      });
    },
  },
  ...Object.fromEntries(
    counters.flatMap((counter): [string, Mutant][] => [
      [
        `retires without ${counter}`,
        {
          foundBy: summed,
          spoil: (right) =>
            spoiled(right, {
              retirement: {
                retire: (executions, confidenceOf) =>
                  right.retirement!.retire(
                    executions.map((each) => ({ ...each, increments: without(counter)(each.increments) })),
                    confidenceOf,
                  ),
              },
            }),
        },
      ],
      [
        `inserts sums without ${counter}`,
        {
          foundBy: summed,
          spoil: (right) =>
            spoiled(right, { retirement: { insert: (sums) => right.retirement!.insert(without(counter)(sums)) } }),
        },
      ],
      [
        `replaces what was observed without ${counter}`,
        {
          foundBy: replaced,
          spoil: (right) =>
            spoiled(right, {
              edges: {
                replaceObserved: (increments, confidenceOf) =>
                  right.edges.replaceObserved(without(counter)(increments), confidenceOf),
              },
            }),
        },
      ],
    ]),
  ),
  'keeps the sums that it is handed': {
    foundBy: handedOver,
    spoil: (right) => {
      let kept: readonly DependencyIncrement[] = [];
      return spoiled(right, {
        retirement: {
          insert: (sums) => {
            kept = sums;
            return right.retirement!.insert(sums);
          },
          read: async (page) =>
            (await right.retirement!.read(page)).map((row) => kept.find(({ to }) => to === row.to) ?? row),
        },
      });
    },
  },
  'hands out the old executions that it keeps': {
    foundBy: handedOver,
    spoil: (right) => {
      let kept: Promise<ExecutionRecord[]> | undefined;
      return spoiled(right, { retirement: { oldest: (query) => (kept ??= right.retirement!.oldest(query)) } });
    },
  },
  'keeps the executions that are appended': {
    foundBy: 'executions: what was appended can be changed without changing the store',
    spoil: (right) => {
      const kept = new Map<string, ExecutionRecord>();
      return spoiled(right, {
        executions: {
          append: (executions) => {
            for (const each of executions) kept.set(each.id, each);
            return right.executions.append!(executions);
          },
          read: async (page) => (await right.executions.read(page)).map((each) => kept.get(each.id) ?? each),
        },
      });
    },
  },
};
