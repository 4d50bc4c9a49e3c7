import type { AdaptiveValue, ErrorRecord, JsonValue, Store, ToolId } from '@agentcards/core';
import { spoiled } from '../spoiled.js';
import { errorsByPlace } from './errors-by-place.js';
import { everything, type Mutant, pages } from './mutant.js';

const keepsVectors = 'tools: a tool that is written anew or removed keeps its vectors';
const outlives = 'tools: what was learned of a tool outlives its row';
const upserted = 'tools: an upsert replaces everything but the first sight';
const alikeKeys = 'config: keys that look alike are different keys';
const shared = 'config: what is handed over or handed out can be changed without changing the store';
const everyValue = 'config: every JSON value comes back, null and empty ones too';
const listed = 'config: what begins alike is listed by key, to the letter';
const sharedLearned = 'adaptive config: what is handed over or handed out can be changed without changing the store';
const sharedErrors = 'errors: what is handed over or handed out can be changed without changing the store';
const learnedValues = 'adaptive config: values come back, rounded to single precision, no more and no less';
const whole = 'executions: everything that one can say comes back, its tasks in their order';
const errorOrder = 'errors: the last come first, whatever their times, and all are counted';

/** Vectors go when their tool is written: `INSERT OR REPLACE` deletes the row, and the cascade them. */
function withCascade(right: Store, read: 'read' | 'readStaged'): Store {
  const lost = new Set<ToolId>();
  return spoiled(right, {
    tools: {
      async apply(change) {
        const known = new Set((await everything(right.tools)).map(({ toolId }) => toolId));
        for (const { toolId } of change.upsert) if (known.has(toolId)) lost.add(toolId);
        await right.tools.apply(change);
      },
    },
    embeddings: {
      async [read](page: Parameters<typeof right.embeddings.read>[0]) {
        const rows = await right.embeddings[read](page);
        return rows.filter(({ toolId }) => !lost.has(toolId));
      },
    },
  });
}

/** Keys of settings are kept in another form. */
function withKeys(right: Store, form: (key: string) => string): Store {
  const { config } = right;
  return spoiled(right, {
    config: {
      get: (key) => config.get(form(key)),
      set: (key, value) => config.set(form(key), value),
      setIfAbsent: (key, value) => config.setIfAbsent(form(key), value),
    },
  });
}

function withTasks(right: Store, change: (dependsOn: readonly string[]) => string[]): Store {
  return spoiled(right, {
    executions: pages(right.executions, (rows) =>
      rows.map((row) => ({
        ...row,
        tasks: row.tasks.map((task) => ({ ...task, dependsOn: change(task.dependsOn) })),
      })),
    ),
  });
}

function withLearned(right: Store, change: (value: AdaptiveValue) => AdaptiveValue): Store {
  const learned = right.adaptiveConfig!;
  return spoiled(right, {
    adaptiveConfig: { replace: (prefix, values) => learned.replace(prefix, values.map(change)) },
  });
}

function withErrors(right: Store, change: (error: ErrorRecord) => ErrorRecord): Store {
  return spoiled(right, { errors: { append: (error) => right.errors.append(change(error)) } });
}

/** What adapters get wrong about the rows of tools, vectors, settings and errors. */
export const rowMutants: Readonly<Record<string, Mutant>> = {
  'upserts a tool as delete and insert, which takes its vector': {
    foundBy: keepsVectors,
    spoil: (right) => withCascade(right, 'read'),
  },
  'upserts a tool as delete and insert, which takes its staged vector': {
    foundBy: keepsVectors,
    spoil: (right) => withCascade(right, 'readStaged'),
  },
  'removes a tool before it upserts it': {
    foundBy: 'tools: a tool that is upserted and removed in one call is removed',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async apply(change) {
            await right.tools.apply({ ...change, upsert: [] });
            await right.tools.apply({ ...change, remove: [] });
          },
        },
      }),
  },
  'keeps the time of the first removal': {
    foundBy: 'tools: a removal keeps the row, sets status and time, and ignores unknown ids',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async apply(change) {
            const all = await everything(right.tools);
            const removed = new Set(all.filter(({ status }) => status === 'removed').map(({ toolId }) => toolId));
            await right.tools.apply({ ...change, remove: change.remove.filter((toolId) => !removed.has(toolId)) });
          },
        },
      }),
  },
  'takes a tool that is back for a new one': {
    foundBy: upserted,
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async apply(change) {
            await right.tools.purge!(change.upsert.map(({ toolId }) => toolId));
            await right.tools.apply(change);
          },
        },
      }),
  },
  'takes no definition that is older than its own': {
    foundBy: upserted,
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async apply(change) {
            const known = new Map((await everything(right.tools)).map((each) => [each.toolId, each]));
            const upsert = change.upsert.filter(
              ({ toolId, updatedAt }) => !((known.get(toolId)?.updatedAt ?? updatedAt) > updatedAt),
            );
            await right.tools.apply({ ...change, upsert });
          },
        },
      }),
  },
  'purges executions with their tools': {
    foundBy: outlives,
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async purge(toolIds) {
            const going = (await everything(right.executions)).filter(({ tasks }) =>
              tasks.some(({ toolId }) => toolIds.includes(toolId)),
            );
            await right.executions.remove!(going.map(({ id }) => id));
            return right.tools.purge!(toolIds);
          },
        },
      }),
  },
  'purges edges with their tools': {
    foundBy: outlives,
    spoil: (right) => {
      const purged = new Set<ToolId>();
      return spoiled(right, {
        tools: {
          async purge(toolIds) {
            for (const toolId of toolIds) purged.add(toolId);
            return right.tools.purge!(toolIds);
          },
        },
        edges: pages(right.edges, (rows) => rows.filter(({ from, to }) => !purged.has(from) && !purged.has(to))),
      });
    },
  },
  'keeps the whole buffer of a vector': {
    foundBy: 'embeddings: a vector that is a part of a larger buffer is that part',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          put: (records) =>
            right.embeddings.put(
              records.map((each) => ({ ...each, embedding: new Float32Array(each.embedding.buffer) })),
            ),
        },
      }),
  },
  'hands out the vectors that it finds as it keeps them': {
    foundBy: 'embeddings: vectors that are handed over or handed out can be changed',
    spoil: (right) => {
      let found: ReturnType<typeof right.embeddings.find> | undefined;
      return spoiled(right, {
        embeddings: {
          find(content) {
            found ??= right.embeddings.find(content);
            return found;
          },
        },
      });
    },
  },
  'trims the names of models': {
    foundBy: 'embeddings: vectors keep every bit',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          put: (records) => right.embeddings.put(records.map((each) => ({ ...each, modelId: each.modelId.trim() }))),
        },
      }),
  },
  'looks for a thousand hashes': {
    foundBy: 'embeddings: calls take more vectors and hashes than a statement',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          find: ({ modelId, contentHashes }) =>
            right.embeddings.find({ modelId, contentHashes: contentHashes.slice(0, 1_000) }),
        },
      }),
  },
  'discards what is staged when it puts': {
    foundBy: 'embeddings: what is staged has no part in what is in use',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async put(records) {
            await right.embeddings.put(records);
            await right.embeddings.discardStaged();
          },
        },
      }),
  },
  'forgets the length where nothing is promoted': {
    foundBy: 'embeddings: of what is staged only the model that is promoted gets into use',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async put(records) {
            const isEmpty = (await everything(right.embeddings)).length === 0;
            const dimensions = records[0]?.embedding.length ?? 3;
            if (isEmpty) await right.embeddings.promote({ modelId: 'no model', dimensions });
            await right.embeddings.put(records);
          },
        },
      }),
  },
  'folds the case of settings': { foundBy: alikeKeys, spoil: (right) => withKeys(right, (key) => key.toLowerCase()) },
  'composes the keys of settings': { foundBy: alikeKeys, spoil: (right) => withKeys(right, (key) => key.normalize()) },
  'trims the keys of settings': { foundBy: alikeKeys, spoil: (right) => withKeys(right, (key) => key.trim()) },
  'hands out the settings that it keeps': {
    foundBy: shared,
    spoil: (right) => {
      const cache = new Map<string, JsonValue | undefined>();
      return spoiled(right, {
        config: {
          async get(key) {
            if (!cache.has(key)) cache.set(key, await right.config.get(key));
            return cache.get(key);
          },
        },
      });
    },
  },
  'lists the settings that it keeps': {
    foundBy: shared,
    spoil: (right) => {
      const lists = new Map<string, ReturnType<typeof right.config.list>>();
      return spoiled(right, {
        config: {
          async list(prefix) {
            const list = lists.get(prefix) ?? right.config.list(prefix);
            lists.set(prefix, list);
            return list;
          },
        },
      });
    },
  },
  'ends the keys of settings at NUL': {
    foundBy: alikeKeys,
    spoil: (right) => withKeys(right, (key) => key.split('\0')[0]!),
  },
  'finds nothing by a prefix with NUL': {
    foundBy: listed,
    spoil: (right) =>
      spoiled(right, {
        config: { list: async (prefix) => (prefix.includes('\0') ? [] : right.config.list(prefix)) },
      }),
  },
  'ends a prefix at NUL': {
    foundBy: listed,
    spoil: (right) => spoiled(right, { config: { list: (prefix) => right.config.list(prefix.split('\0')[0]!) } }),
  },
  'ends the prefix of what was learned at NUL': {
    foundBy: 'adaptive config: what begins alike is replaced, to the letter, and nothing else',
    spoil: (right) =>
      spoiled(right, { adaptiveConfig: { read: (prefix) => right.adaptiveConfig!.read(prefix.split('\0')[0]!) } }),
  },
  'hands out what was learned as it keeps it': {
    foundBy: sharedLearned,
    spoil: (right) => {
      let kept: AdaptiveValue[] = [];
      return spoiled(right, {
        adaptiveConfig: {
          async replace(prefix, values) {
            await right.adaptiveConfig!.replace(prefix, values);
            kept = await right.adaptiveConfig!.read(prefix);
          },
          read: async () => kept,
        },
      });
    },
  },
  'keeps the learned values that it is handed': {
    foundBy: sharedLearned,
    spoil: (right) => {
      let kept: readonly AdaptiveValue[] = [];
      return spoiled(right, {
        adaptiveConfig: {
          async replace(_prefix, values) {
            kept = values;
          },
          read: async () => structuredClone([...kept]),
        },
      });
    },
  },
  'keeps the settings that it is handed': {
    foundBy: shared,
    spoil: (right) => {
      const kept = new Map<string, JsonValue>();
      return spoiled(right, {
        config: {
          async set(key, value) {
            kept.set(key, value);
            await right.config.set(key, value);
          },
          get: async (key) => structuredClone(kept.get(key)) ?? right.config.get(key),
        },
      });
    },
  },
  'keeps numbers of settings as integers': {
    foundBy: everyValue,
    spoil: (right) =>
      spoiled(right, {
        config: {
          set: (key, value) => right.config.set(key, typeof value === 'number' ? Math.trunc(value) : value),
        },
      }),
  },
  'composes the keys of what was learned': {
    foundBy: learnedValues,
    spoil: (right) => withLearned(right, (value) => ({ ...value, key: value.key.normalize() })),
  },
  'counts samples in 24 bits': {
    foundBy: learnedValues,
    spoil: (right) => withLearned(right, (value) => ({ ...value, samples: value.samples & 0xff_ffff })),
  },
  'takes the first part of a prefix for all of it': {
    foundBy: 'adaptive config: what begins alike is replaced, to the letter, and nothing else',
    spoil: (right) =>
      spoiled(right, {
        adaptiveConfig: {
          async replace(prefix, values) {
            const [first = ''] = prefix.split('.');
            await right.adaptiveConfig!.replace(prefix.includes('.') ? `${first}.` : prefix, values);
          },
        },
      }),
  },
  'sorts what a task depends on': { foundBy: whole, spoil: (right) => withTasks(right, (ids) => [...ids].sort()) },
  'names what a task depends on once': {
    foundBy: whole,
    spoil: (right) => withTasks(right, (ids) => [...new Set(ids)]),
  },
  'takes an empty text for none': {
    foundBy: 'suggestions: they come back as they were put, a tool as often as it was proposed',
    spoil: (right) =>
      spoiled(right, {
        suggestions: {
          put: (records, bounds) =>
            right.suggestions!.put(
              records.map(({ intent, ...each }) => (intent ? { ...each, intent } : each)),
              bounds,
            ),
        },
      }),
  },
  'composes the messages of errors': {
    foundBy: errorOrder,
    spoil: (right) => withErrors(right, (error) => ({ ...error, message: error.message.normalize() })),
  },
  'keeps the errors that it is handed': {
    foundBy: sharedErrors,
    spoil: (right) => {
      const kept: ErrorRecord[] = [];
      return spoiled(right, {
        errors: {
          append: async (error) => void kept.push(error),
          recent: async (limit) => structuredClone(kept.slice(-limit).reverse()),
        },
      });
    },
  },
  'hands out the errors that it keeps': {
    foundBy: sharedErrors,
    spoil: (right) => {
      const kept: ErrorRecord[] = [];
      return spoiled(right, {
        errors: {
          append: async (error) => void kept.push(structuredClone(error)),
          recent: async (limit) => kept.slice(-limit).reverse(),
        },
      });
    },
  },
  'takes an empty stack for none': {
    foundBy: errorOrder,
    spoil: (right) => withErrors(right, (error) => ({ ...error, stack: error.stack || undefined })),
  },
  'numbers errors by how many there are': {
    foundBy: 'errors: what is appended after a pruning is the last, and takes the place of none',
    spoil: (right) => {
      const places = new Map<number, ErrorRecord>();
      return { ...right, errors: errorsByPlace(places, () => places.size) };
    },
  },
  'keeps a thousand errors': {
    foundBy: 'errors: more than a thousand are kept',
    spoil: (right) =>
      spoiled(right, {
        errors: {
          recent: (limit) => right.errors.recent(Math.min(limit, 1_000)),
          count: async () => Math.min(await right.errors.count(), 1_000),
        },
      }),
  },
  'compares the times of errors as texts': {
    foundBy: 'errors: old ones are pruned, a few at a time',
    spoil: (right) => {
      const places = new Map<number, ErrorRecord>();
      let next = 0;
      const isBefore = (a: Date, b: Date) => a.toISOString() < b.toISOString();
      return { ...right, errors: errorsByPlace(places, () => next++, isBefore) };
    },
  },
};
