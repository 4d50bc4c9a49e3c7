import type { ConfidenceOf, Store, SuggestionRecord } from '@agentcards/core';
import { spoiled } from '../spoiled.js';
import { everything, type Mutant } from './mutant.js';

const toldAll = 'edges: whatever writes them, what rates them is told all that the row has become';

type Told = Parameters<ConfidenceOf>[0];

/** What rates edges is told something else than what the row has become. */
function telling(right: Store, change: (row: Told) => Told, ...writes: readonly string[]): Store {
  const { edges, executions } = right;
  const retirement = right.retirement!;
  const by =
    (write: string, confidenceOf: ConfidenceOf): ConfidenceOf =>
    (row) =>
      confidenceOf(writes.length === 0 || writes.includes(write) ? change(row) : row);
  return spoiled(right, {
    edges: {
      declare: (rows, confidenceOf) => edges.declare(rows, by('declare', confidenceOf)),
      withdraw: (pairs, confidenceOf) => edges.withdraw(pairs, by('withdraw', confidenceOf)),
      replaceObserved: (rows, confidenceOf) => edges.replaceObserved(rows, by('replaceObserved', confidenceOf)),
    },
    executions: { record: (each, rows, confidenceOf) => executions.record(each, rows, by('record', confidenceOf)) },
    retirement: { retire: (each, confidenceOf) => retirement.retire(each, by('retire', confidenceOf)) },
  });
}

const unobserved = (row: Told): Told => ({ ...row, lastObserved: undefined });

/** What adapters leave out: parts of what a call is told, the rest of a call that fails, what was read before. */
export const forgetfulMutants: Readonly<Record<string, Mutant>> = {
  'rates edges without the time of the last observation': {
    foundBy: toldAll,
    spoil: (right) => telling(right, unobserved),
  },
  ...Object.fromEntries(
    ['declare', 'withdraw', 'replaceObserved', 'record', 'retire'].map((write): [string, Mutant] => [
      `rates edges without the time of the last observation where it is ${write}`,
      { foundBy: toldAll, spoil: (right) => telling(right, unobserved, write) },
    ]),
  ),
  ...Object.fromEntries(
    (['dataFlowCount', 'declaredCount', 'sequenceCount', 'failureCount'] as const).map((counter): [string, Mutant] => [
      `rates edges without ${counter}`,
      { foundBy: toldAll, spoil: (right) => telling(right, (row) => ({ ...row, [counter]: 0 })) },
    ]),
  ),
  'stages vectors one by one': {
    foundBy: 'embeddings: one staged vector of another length refuses the whole call',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async stage(records) {
            for (const record of records) await right.embeddings.stage([record]);
          },
        },
      }),
  },
  'retires executions one by one': {
    foundBy: 'retirement: a call whose confidence fails has written nothing',
    spoil: (right) =>
      spoiled(right, {
        retirement: {
          async retire(executions, confidenceOf) {
            let count = 0;
            for (const each of executions) count += await right.retirement!.retire([each], confidenceOf);
            return count;
          },
        },
      }),
  },
  'finds vectors by the name of a model without its case': {
    foundBy: 'embeddings: vectors are found by what they were made from, one a text',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async find({ modelId, contentHashes }) {
            const models = (await everything(right.embeddings)).map((each) => each.modelId);
            const alike = models.find((each) => each.toLowerCase() === modelId.toLowerCase());
            return right.embeddings.find({ modelId: alike ?? modelId, contentHashes });
          },
        },
      }),
  },
  'remembers that a setting is absent': {
    foundBy: 'config: of 32 that set what is absent one wins, and all learn which',
    spoil: (right) => {
      const absent = new Set<string>();
      return spoiled(right, {
        config: {
          async get(key) {
            const value = absent.has(key) ? undefined : await right.config.get(key);
            if (value === undefined) absent.add(key);
            return value;
          },
          async set(key, value) {
            absent.delete(key);
            await right.config.set(key, value);
          },
        },
      });
    },
  },
  'remembers suggestions that are gone': {
    foundBy: 'suggestions: a removal deletes what it names and nothing else, and counts what was there',
    spoil: (right) => {
      const read = new Map<string, SuggestionRecord>();
      return spoiled(right, {
        suggestions: {
          async get(id) {
            const found = await right.suggestions!.get(id);
            if (found) read.set(id, found);
            return read.get(id);
          },
        },
      });
    },
  },
};
