import {
  AgentCardsError,
  type DependencyIncrement,
  type EmbeddingRecord,
  type ExecutionRecord,
  type Store,
  type SuggestionRecord,
  type ToolRecord,
} from '@agentcards/core';
import { createCosineStore } from './cosine-store.js';
import { spoiled } from './spoiled.js';
import { contentMutants } from './store/content-mutants.js';
import { edgeMutants } from './store/edge-mutants.js';
import { forgetfulMutants } from './store/forgetful-mutants.js';
import { bare, everything, keyOf, type Mutant, nextTurn, pages } from './store/mutant.js';
import { pagingMutants } from './store/paging-mutants.js';
import { reopenedMutants } from './store/reopened-mutants.js';
import { rowMutants } from './store/row-mutants.js';

const inSeconds = (date: Date) => new Date(Math.floor(date.getTime() / 1_000) * 1_000);

const longest = 'embeddings: of the longest vectors that the store takes none is refused, and longer ones are';

/** Says that it takes vectors of 8 numbers at most, and refuses what is longer than these. */
function withLongest(right: Store, taken: { readonly stage: number; readonly promote: number }): Store {
  const refuse = (length: number, most: number) => {
    if (length > most) throw new AgentCardsError('INVALID_INPUT', 'The vectors are too long.');
  };
  return spoiled(right, {
    embeddings: {
      maxDimensions: 8,
      async stage(records) {
        for (const { embedding } of records) refuse(embedding.length, taken.stage);
        await right.embeddings.stage(records);
      },
      async promote(model) {
        refuse(model.dimensions, taken.promote);
        await right.embeddings.promote(model);
      },
    },
  });
}

/** Right stores with one mistake each: what adapters of databases get wrong. */
export const storeMutants: Readonly<Record<string, Mutant>> = {
  ...pagingMutants,
  ...rowMutants,
  ...edgeMutants,
  ...contentMutants,
  ...forgetfulMutants,
  'loses an update: reads, waits, and writes what it read': {
    foundBy: 'edges: parallel observations of one edge lose none',
    spoil: (right) => {
      const counts = new Map<string, DependencyIncrement>();
      return spoiled(right, {
        executions: {
          async record(execution, increments, confidenceOf) {
            const read = increments.map((each) => counts.get(keyOf(each)));
            await nextTurn();
            const sums = increments.map((each, index) => sumOf(each, read[index]));
            for (const sum of sums) counts.set(keyOf(sum), sum);
            const status = await right.executions.record(execution, [], confidenceOf);
            await right.edges.replaceObserved([...counts.values()], confidenceOf);
            return status;
          },
        },
      });
    },
  },
  'looks for the id, and inserts in another transaction': {
    foundBy: 'executions: an id is recorded once, with its edges, also when 32 callers race',
    spoil: (right) => {
      const ids = new Set<string>();
      return spoiled(right, {
        executions: {
          async record(execution, increments, confidenceOf) {
            if (ids.has(execution.id)) return 'duplicate';
            await nextTurn();
            ids.add(execution.id);
            await right.executions.record(execution, increments, confidenceOf);
            return 'recorded';
          },
        },
      });
    },
  },
  'stores the execution first, its edges in another transaction': {
    foundBy: 'executions: an execution and its edges are stored together or not at all',
    spoil: (right) =>
      spoiled(right, {
        executions: {
          async record(execution, increments, confidenceOf) {
            const status = await right.executions.record(execution, [], confidenceOf);
            if (status === 'duplicate') return status;
            for (const each of increments) {
              await right.executions.record(
                { ...execution, id: `${execution.id}${keyOf(each)}` },
                [each],
                confidenceOf,
              );
              await right.executions.remove?.([`${execution.id}${keyOf(each)}`]);
            }
            return status;
          },
        },
      }),
  },
  'counts a duplicate again': {
    foundBy: 'executions: an id is recorded once, with its edges, also when 32 callers race',
    spoil: (right) => {
      let repeats = 0;
      return spoiled(right, {
        executions: {
          async record(execution, increments, confidenceOf) {
            const status = await right.executions.record(execution, increments, confidenceOf);
            if (status === 'duplicate') {
              const again = { ...execution, id: `${execution.id} again ${repeats++}` };
              await right.executions.record(again, increments, confidenceOf);
              await right.executions.remove?.([again.id]);
            }
            return status;
          },
        },
      });
    },
  },
  'rates an edge by what was added instead of what it became': {
    foundBy: 'edges: parallel observations of one edge lose none',
    spoil: (right) =>
      spoiled(right, {
        executions: {
          record: (execution, increments, confidenceOf) =>
            right.executions.record(execution, increments, (edge) =>
              confidenceOf({ ...edge, ...increments.find(({ from, to }) => from === edge.from && to === edge.to) }),
            ),
        },
      }),
  },
  'takes the time of the last call for that of the last observation': {
    foundBy: 'edges: an older observation does not make the last one older',
    spoil: (right) => {
      const last = new Map<string, Date>();
      return spoiled(right, {
        executions: {
          record(execution, increments, confidenceOf) {
            for (const each of increments) last.set(keyOf(each), each.observedAt);
            return right.executions.record(execution, increments, confidenceOf);
          },
        },
        edges: pages(right.edges, (edges) =>
          edges.map((edge) => ({ ...edge, lastObserved: last.get(keyOf(edge)) ?? edge.lastObserved })),
        ),
      });
    },
  },
  'lets the last declaration win': {
    foundBy: 'edges: of several declarations the strongest stands, in whatever order they come',
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async declare(edges, confidenceOf) {
            for (const edge of edges) {
              await right.edges.withdraw([edge], confidenceOf);
              await right.edges.declare([edge], confidenceOf);
            }
          },
        },
      }),
  },
  'resets the counters when an edge is declared': {
    foundBy: 'edges: a declaration keeps the counters, and rates the edge anew',
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async declare(edges, confidenceOf) {
            const declared = new Set(edges.map(keyOf));
            const others = (await everything(right.edges)).filter(
              (edge) => edge.lastObserved !== undefined && !declared.has(keyOf(edge)),
            );
            await right.edges.replaceObserved(
              others.map(({ lastObserved, ...edge }) => ({ ...edge, observedAt: lastObserved! })),
              confidenceOf,
            );
            await right.edges.declare(edges, confidenceOf);
          },
        },
      }),
  },
  'deletes what was observed with the declaration': {
    foundBy: 'edges: a withdrawal leaves what was observed, deletes what was not, and counts declarations',
    spoil: (right) => {
      const gone = new Set<string>();
      return spoiled(right, {
        edges: {
          async withdraw(pairs, confidenceOf) {
            const declared = (await everything(right.edges)).filter(({ source }) => source !== 'learned').map(keyOf);
            for (const pair of pairs) if (declared.includes(keyOf(pair))) gone.add(keyOf(pair));
            return right.edges.withdraw(pairs, confidenceOf);
          },
          ...pages(right.edges, (edges) => edges.filter((edge) => !gone.has(keyOf(edge)))),
        },
      });
    },
  },
  'deletes declared edges when it replaces what was observed': {
    foundBy: 'edges: a replacement keeps declarations, and no other counter',
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async replaceObserved(increments, confidenceOf) {
            await right.edges.replaceObserved([], confidenceOf);
            await right.edges.withdraw(await everything(right.edges), confidenceOf);
            await right.edges.replaceObserved(increments, confidenceOf);
          },
        },
      }),
  },
  'writes edge by edge, each in a transaction of its own': {
    foundBy: 'edges: a call whose confidence fails has written nothing',
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async declare(edges, confidenceOf) {
            for (const edge of edges) await right.edges.declare([edge], confidenceOf);
          },
        },
      }),
  },
  'keeps confidences with single precision': {
    foundBy: 'edges: counters and confidences come back at their limits',
    spoil: (right) =>
      spoiled(right, {
        edges: pages(right.edges, (edges) =>
          edges.map((edge) => ({ ...edge, confidence: Math.fround(edge.confidence) })),
        ),
      }),
  },
  'keeps counters in 16 bits': {
    foundBy: 'edges: counters and confidences come back at their limits',
    spoil: (right) =>
      spoiled(right, {
        edges: pages(right.edges, (edges) =>
          edges.map((edge) => ({ ...edge, observedCount: edge.observedCount & 0x7fff })),
        ),
      }),
  },
  'is off by one at the end of a page': {
    foundBy: 'tools: pages join up to everything, once, in the order of one large page',
    spoil: (right) =>
      spoiled(right, {
        tools: pages(right.tools, (rows, { after }) => (after === undefined ? rows : rows.slice(1))),
      }),
  },
  'begins a page with the row that it is to begin after': {
    foundBy: 'edges: pages join up to everything, once, in the order of one large page',
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async read(page) {
            const rows = await everything(right.edges);
            const start = page.after === undefined ? 0 : rows.findIndex((row) => keyOf(row) === keyOf(page.after!));
            return rows.slice(start, start + page.limit);
          },
        },
      }),
  },
  'pages by offset': {
    foundBy: 'tools: pages miss nothing and repeat nothing while others write',
    spoil: (right) => {
      let offset = 0;
      return spoiled(right, {
        tools: {
          async read({ after, limit }) {
            const rows = await everything(right.tools);
            if (after === undefined) offset = 0;
            const page = rows.slice(offset, offset + limit);
            offset += page.length;
            return page;
          },
        },
      });
    },
  },
  'orders by another collation than it pages by': {
    foundBy: 'executions: pages join up to everything, once, in the order of one large page',
    spoil: (right) =>
      spoiled(right, {
        executions: {
          async read({ after, limit }) {
            const rows = await everything(right.executions);
            const later = rows.filter(({ id }) => after === undefined || id > after);
            return later.sort((a, b) => a.id.localeCompare(b.id, 'en')).slice(0, limit);
          },
        },
      }),
  },
  'gives rows in the order of their insertion': {
    foundBy: 'suggestions: they are read in pages that join up',
    spoil: (right) =>
      spoiled(right, {
        suggestions: pages(right.suggestions!, (rows) => [...rows].reverse()),
      }),
  },
  'gives vectors by their time': {
    foundBy: 'embeddings: vectors are read in pages that join up',
    spoil: (right) =>
      spoiled(right, {
        embeddings: { readStaged: async (page) => (await right.embeddings.readStaged(page)).reverse() },
      }),
  },
  'reorders the tasks by id': {
    foundBy: 'executions: a thousand tasks come back',
    spoil: (right) =>
      spoiled(right, {
        executions: pages(right.executions, (rows) =>
          rows.map((row) => ({ ...row, tasks: [...row.tasks].sort((a, b) => (a.id < b.id ? -1 : 1)) })),
        ),
      }),
  },
  'forgets the cascade': {
    foundBy: 'tools: with the row of a tool all its vectors go',
    spoil: (right) => {
      const purged = new Set<string>();
      return spoiled(right, {
        tools: {
          async purge(ids) {
            const removed = (await everything(right.tools)).filter(({ status }) => status === 'removed');
            const going = removed.filter(({ toolId }) => ids.includes(toolId) && !purged.has(toolId));
            for (const { toolId } of going) purged.add(toolId);
            return going.length;
          },
          ...pages(right.tools, (rows) => rows.filter(({ toolId }) => !purged.has(toolId))),
        },
      });
    },
  },
  'purges whatever it is given': {
    foundBy: 'tools: only removed tools are purged, and counted',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async purge(toolIds) {
            await right.tools.apply({ upsert: [], remove: toolIds, at: new Date(0) });
            return right.tools.purge!(toolIds);
          },
        },
      }),
  },
  'deletes the row of a tool that is removed': {
    foundBy: 'tools: a removal keeps the row, sets status and time, and ignores unknown ids',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async apply(change) {
            await right.tools.apply(change);
            await right.tools.purge!(change.remove);
          },
        },
      }),
  },
  'replaces the first sight by the last': {
    foundBy: 'tools: an upsert replaces everything but the first sight',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async apply(change) {
            const ids = change.upsert.map(({ toolId }) => toolId);
            const statuses = new Map((await everything(right.tools)).map((each) => [each.toolId, each]));
            await right.tools.apply({ upsert: [], remove: ids, at: change.at });
            await right.tools.purge!(ids.filter((toolId) => statuses.has(toolId)));
            await right.tools.apply(change);
          },
        },
      }),
  },
  'keeps what a later definition leaves out': {
    foundBy: 'tools: an upsert replaces everything but the first sight',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async apply(change) {
            const known = new Map((await everything(right.tools)).map((each) => [each.toolId, each]));
            const upsert = change.upsert.map((each): ToolRecord => ({ ...known.get(each.toolId), ...each }));
            await right.tools.apply({ ...change, upsert });
          },
        },
      }),
  },
  'keeps the first of equal ids in a call': {
    foundBy: 'tools: of one id that comes twice in a call the last holds',
    spoil: (right) =>
      spoiled(right, {
        tools: { apply: (change) => right.tools.apply({ ...change, upsert: [...change.upsert].reverse() }) },
      }),
  },
  'writes record by record': {
    foundBy: 'tools: a call that fails half-way has written nothing',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async apply(change) {
            for (const each of change.upsert) await right.tools.apply({ ...change, upsert: [each], remove: [] });
            await right.tools.apply({ ...change, upsert: [] });
          },
        },
      }),
  },
  'takes a thousand rows, and drops the rest': {
    foundBy: 'tools: a call takes more rows than a statement',
    spoil: (right) =>
      spoiled(right, {
        tools: { apply: (change) => right.tools.apply({ ...change, upsert: change.upsert.slice(0, 1_000) }) },
      }),
  },
  'keeps times in seconds': {
    foundBy: 'tools: times come back to the millisecond, whatever the time zone',
    spoil: (right) =>
      spoiled(right, {
        tools: pages(right.tools, (rows) =>
          rows.map((row) => ({ ...row, firstSeen: inSeconds(row.firstSeen), updatedAt: inSeconds(row.updatedAt) })),
        ),
      }),
  },
  'keeps times without their zone': {
    foundBy: 'tools: times come back to the millisecond, whatever the time zone',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          apply: (change) =>
            right.tools.apply({
              ...change,
              upsert: change.upsert.map((each) => ({ ...each, updatedAt: shifted(each.updatedAt, -1) })),
            }),
          ...pages(right.tools, (rows) => rows.map((row) => ({ ...row, updatedAt: shifted(row.updatedAt, 1) }))),
        },
      }),
  },
  'folds the case of ids': {
    foundBy: 'tools: ids that differ by case or by composition are different tools',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          apply: (change) =>
            right.tools.apply({
              ...change,
              upsert: change.upsert.map((each) => ({
                ...each,
                toolId: each.toolId.toLowerCase() as ToolRecord['toolId'],
              })),
            }),
        },
      }),
  },
  'composes texts': {
    foundBy: 'tools: ids that differ by case or by composition are different tools',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          apply: (change) =>
            right.tools.apply({
              ...change,
              upsert: change.upsert.map((each) => ({ ...each, name: each.name.normalize('NFC') })),
            }),
        },
      }),
  },
  'cuts texts at NUL': {
    foundBy: 'tools: any text, any JSON and every status come back',
    spoil: (right) =>
      spoiled(right, {
        tools: pages(right.tools, (rows) =>
          rows.map((row) => ({ ...row, description: row.description?.split('\u0000')[0] })),
        ),
      }),
  },
  'truncates long texts': {
    foundBy: 'tools: a text of a million characters comes back',
    spoil: (right) =>
      spoiled(right, {
        tools: pages(right.tools, (rows) =>
          rows.map((row) => ({ ...row, description: row.description?.slice(0, 65_535) })),
        ),
      }),
  },
  'loses a key by the name of __proto__': {
    foundBy: 'tools: any text, any JSON and every status come back',
    spoil: (right) =>
      spoiled(right, {
        tools: pages(right.tools, (rows) =>
          rows.map((row) => {
            const { __proto__: _lost, ...inputSchema } = row.inputSchema;
            return { ...row, inputSchema };
          }),
        ),
      }),
  },
  'hands out what it keeps': {
    foundBy: 'tools: what is handed over or handed out can be changed without changing the store',
    spoil: (right) => {
      const cache = new Map<string, ToolRecord>();
      return spoiled(right, {
        tools: pages(right.tools, (rows) =>
          rows.map((row) => {
            if (!cache.has(row.toolId)) cache.set(row.toolId, row);
            return cache.get(row.toolId)!;
          }),
        ),
      });
    },
  },
  'keeps what it is handed': {
    foundBy: 'executions: what is handed over or handed out can be changed without changing the store',
    spoil: (right) => {
      const kept = new Map<string, ExecutionRecord>();
      return spoiled(right, {
        executions: {
          record(execution, increments, confidenceOf) {
            kept.set(execution.id, execution);
            return right.executions.record(execution, increments, confidenceOf);
          },
          ...pages(right.executions, (rows) => rows.map(({ id }) => structuredClone(kept.get(id)!))),
        },
      });
    },
  },
  'shares its suggestions': {
    foundBy: 'suggestions: what is handed over or handed out can be changed',
    spoil: (right) => {
      const kept = new Map<string, SuggestionRecord>();
      return spoiled(right, {
        suggestions: {
          async put(records, bounds) {
            for (const record of records) kept.set(record.id, record);
            await right.suggestions!.put(records, bounds);
          },
          get: async (id) => kept.get(id),
        },
      });
    },
  },
  'shares its vectors': {
    foundBy: 'embeddings: vectors that are handed over or handed out can be changed',
    spoil: (right) => {
      const kept = new Map<string, EmbeddingRecord>();
      return spoiled(right, {
        embeddings: {
          async put(records) {
            await right.embeddings.put(records);
            for (const record of records) kept.set(record.toolId, record);
          },
          ...pages(right.embeddings, (rows) => rows.map((row) => kept.get(row.toolId) ?? row)),
        },
      });
    },
  },
  'answers by a stale cache': {
    foundBy: 'tools: a write that has resolved is seen by the next read',
    spoil: (right) => {
      const cache = new Map<string, ToolRecord[]>();
      return spoiled(right, {
        tools: pages(right.tools, (rows, page) => {
          const key = JSON.stringify(page);
          const cached = cache.get(key) ?? rows;
          cache.set(key, cached);
          return structuredClone(cached);
        }),
      });
    },
  },
  'writes behind the back of its caller': {
    foundBy: 'tools: a write that has resolved is seen by the next read',
    spoil: (right) =>
      spoiled(right, {
        tools: {
          async apply(change) {
            const own = structuredClone(change);
            nextTurn()
              .then(() => right.tools.apply(own))
              .catch(() => {});
          },
        },
      }),
  },
  'swallows errors': {
    foundBy: 'edges: a call whose confidence fails has written nothing',
    spoil: (right) =>
      spoiled(right, {
        edges: { declare: (edges, confidenceOf) => right.edges.declare(edges, confidenceOf).catch(() => {}) },
      }),
  },
  'ignores an abort': {
    foundBy: 'tools: an aborted signal rejects a read, with its reason as the cause',
    spoil: (right) =>
      spoiled(right, { executions: { read: ({ after, limit }) => right.executions.read({ after, limit }) } }),
  },
  'reads what is staged on after an abort': {
    foundBy: 'tools: an aborted signal rejects a read, with its reason as the cause',
    spoil: (right) =>
      spoiled(right, {
        embeddings: { readStaged: ({ signal: _ignored, ...page }) => right.embeddings.readStaged(page) },
      }),
  },
  'looks for the oldest on after an abort': {
    foundBy: 'tools: an aborted signal rejects a read, with its reason as the cause',
    spoil: (right) =>
      spoiled(right, {
        retirement: { oldest: ({ signal: _ignored, ...query }) => right.retirement!.oldest(query) },
      }),
  },
  'hides why it was aborted': {
    foundBy: 'tools: an aborted signal rejects a read, with its reason as the cause',
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async read(page) {
            if (page.signal?.aborted) throw new AgentCardsError('ABORTED', 'The call was aborted.');
            return right.edges.read(page);
          },
        },
      }),
  },
  'rounds vectors to half precision': {
    foundBy: 'embeddings: vectors keep every bit',
    spoil: (right) =>
      spoiled(right, {
        embeddings: pages(right.embeddings, (rows) =>
          rows.map((row) => ({ ...row, embedding: row.embedding.map((value) => Number(value.toPrecision(4))) })),
        ),
      }),
  },
  'stages vectors that are longer than it takes': {
    foundBy: longest,
    spoil: (right) => spoiled(right, { embeddings: { maxDimensions: 8 } }),
  },
  'promotes to vectors that are longer than it takes': {
    foundBy: longest,
    spoil: (right) => withLongest(right, { stage: 8, promote: 9 }),
  },
  'refuses the longest vectors that it says it takes': {
    foundBy: longest,
    spoil: (right) => withLongest(right, { stage: 7, promote: 8 }),
  },
  'keeps the first vector of a tool': {
    foundBy: 'embeddings: another vector of a tool takes the place of the first',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async put(records) {
            const known = new Set((await everything(right.embeddings)).map(({ toolId }) => toolId));
            await right.embeddings.put(records.filter(({ toolId }) => !known.has(toolId)));
          },
        },
      }),
  },
  'leaves out vectors of another length, and takes the rest': {
    foundBy: 'embeddings: one vector of another length refuses the whole call',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async put(records) {
            let odd: unknown;
            for (const each of records) await right.embeddings.put([each]).catch((error) => (odd = error));
            if (odd !== undefined) throw odd;
          },
        },
      }),
  },
  'finds a vector a tool instead of one a text': {
    foundBy: 'embeddings: vectors are found by what they were made from, one a text',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async find({ modelId, contentHashes }) {
            const rows = await everything(right.embeddings);
            return rows.filter((row) => row.modelId === modelId && contentHashes.includes(row.contentHash));
          },
        },
      }),
  },
  'stages into what is in use': {
    foundBy: 'embeddings: what is staged has no part in what is in use',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async stage(records) {
            await right.embeddings.stage(records);
            const [first] = await everything(right.embeddings);
            await right.embeddings.put(records.filter((each) => each.embedding.length === first?.embedding.length));
          },
          async discardStaged() {
            const ids = new Set((await right.embeddings.readStaged({ limit: 100 })).map(({ toolId }) => toolId));
            await right.embeddings.discardStaged();
            const kept = (await everything(right.embeddings)).filter(({ toolId }) => !ids.has(toolId));
            await right.embeddings.stage(kept.map((each) => ({ ...each, modelId: 'kept' })));
            await right.embeddings.promote({ modelId: 'kept', dimensions: kept[0]?.embedding.length ?? 3 });
          },
        },
      }),
  },
  'adds what is promoted to what is in use': {
    foundBy: 'embeddings: of what is staged only the model that is promoted gets into use',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async promote(model) {
            const before = await everything(right.embeddings);
            await right.embeddings.promote(model);
            const promoted = new Set((await everything(right.embeddings)).map(({ toolId }) => toolId));
            const fitting = before.filter((each) => each.embedding.length === model.dimensions);
            await right.embeddings.put(fitting.filter(({ toolId }) => !promoted.has(toolId)));
          },
        },
      }),
  },
  'leaves what it promoted staged': {
    foundBy: 'embeddings: staged vectors take the place of all in use, at once, also of another length',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async promote(model) {
            const staged = await right.embeddings.readStaged({ limit: 1_000 });
            await right.embeddings.promote(model);
            await right.embeddings.stage(staged);
          },
        },
      }),
  },
  'leaks a hidden tool': {
    foundBy: 'nearest: nobody but the permitted tools, whatever their status',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async nearest({ toolIds, ...query }) {
            const all = await right.embeddings.nearest!(query);
            return toolIds === undefined ? all : all.filter(({ toolId }) => toolIds.includes(toolId));
          },
        },
      }),
  },
  'gives quarantined tools too': {
    foundBy: 'nearest: active tools by descending cosine',
    spoil: (right) =>
      spoiled(right, {
        embeddings: {
          async nearest(query) {
            const toolIds = query.toolIds ?? (await everything(right.tools)).map(({ toolId }) => toolId);
            return right.embeddings.nearest!({ ...query, toolIds });
          },
        },
      }),
  },
  'searches on after an abort': {
    foundBy: 'nearest: an aborted signal rejects it',
    spoil: (right) =>
      spoiled(right, {
        embeddings: { nearest: ({ signal: _ignored, ...query }) => right.embeddings.nearest!(query) },
      }),
  },
  'drops what an execution says of places': {
    foundBy: 'executions: everything that one can say comes back, its tasks in their order',
    spoil: (right) =>
      spoiled(right, {
        executions: pages(right.executions, (rows) =>
          rows.map((row) => ({ ...row, tasks: row.tasks.map(({ argumentPlaces: _lost, ...task }) => task) })),
        ),
      }),
  },
  'counts what it was asked to remove': {
    foundBy: 'executions: a removal deletes what it names and nothing else, and counts what was there',
    spoil: (right) =>
      spoiled(right, {
        executions: {
          async remove(ids) {
            await right.executions.remove!(ids);
            return ids.length;
          },
        },
      }),
  },
  'resets the edges with the executions': {
    foundBy: 'executions: a removal leaves the edges as they are, and takes more ids than a statement',
    spoil: (right) =>
      spoiled(right, {
        executions: {
          async remove(ids) {
            await right.edges.replaceObserved([], () => 0.5);
            return right.executions.remove!(ids);
          },
        },
      }),
  },
  'appends over what is there': {
    foundBy: 'executions: many are appended at once, each id once, and edges stay as they are',
    spoil: (right) =>
      spoiled(right, {
        executions: {
          async append(records) {
            const known = await right.executions.remove!(records.map(({ id }) => id));
            return (await right.executions.append!([...records].reverse())) - known;
          },
        },
      }),
  },
  'appends one by one': {
    foundBy: 'executions: an append that fails half-way has written nothing',
    spoil: (right) =>
      spoiled(right, {
        executions: {
          async append(records) {
            let count = 0;
            for (const each of records) count += await right.executions.append!([each]);
            return count;
          },
        },
      }),
  },
  'retires the youngest': {
    foundBy: 'retirement: the oldest come first, equally old ones by id',
    spoil: (right) =>
      spoiled(right, {
        retirement: {
          async oldest({ before, limit }) {
            const old = await right.retirement!.oldest({ before, limit: 1_000 });
            return old.reverse().slice(0, limit);
          },
        },
      }),
  },
  'takes retired executions out of the counters': {
    foundBy: 'retirement: executions go, edges keep their counters, and sums say what went',
    spoil: (right) =>
      spoiled(right, {
        retirement: {
          async retire(executions, confidenceOf) {
            const count = await right.retirement!.retire(executions, confidenceOf);
            await right.edges.replaceObserved([], confidenceOf);
            return count;
          },
        },
      }),
  },
  'adds the increments of unknown executions to the sums': {
    foundBy: 'retirement: executions go, edges keep their counters, and sums say what went',
    spoil: (right) =>
      spoiled(right, {
        retirement: {
          async retire(executions, confidenceOf) {
            const known = new Set((await everything(right.executions)).map(({ id }) => id));
            const unknown = executions.filter(({ id }) => !known.has(id));
            const extra: ExecutionRecord[] = unknown.map(({ id }) => bare(`extra ${id}`));
            await right.executions.append!(extra);
            const retired = unknown.map(({ id, increments }) => ({ id: `extra ${id}`, increments }));
            await right.retirement!.retire(retired, confidenceOf);
            return right.retirement!.retire(executions, confidenceOf);
          },
        },
      }),
  },
  'deletes retired executions before it rates their edges': {
    foundBy: 'retirement: a call whose confidence fails has written nothing',
    spoil: (right) =>
      spoiled(right, {
        retirement: {
          async retire(executions, confidenceOf) {
            const count = await right.retirement!.retire(executions, ({ observedCount }) => 1 / (1 + observedCount));
            for (const edge of await everything(right.edges)) confidenceOf(edge);
            return count;
          },
        },
      }),
  },
  'forgets the sums with a projection': {
    foundBy: 'retirement: sums are read in pages, and removed by their pairs alone',
    spoil: (right) =>
      spoiled(right, {
        edges: {
          async replaceObserved(increments, confidenceOf) {
            await right.retirement!.remove(await everything(right.retirement!));
            await right.edges.replaceObserved(increments, confidenceOf);
          },
        },
      }),
  },
  'puts inserted sums over those that are there': {
    foundBy: 'retirement: sums are inserted where there are none, and edges stay as they are',
    spoil: (right) =>
      spoiled(right, {
        retirement: {
          async insert(sums) {
            const replaced = await right.retirement!.remove(sums);
            return (await right.retirement!.insert(sums)) - replaced;
          },
        },
      }),
  },
  'names a proposed tool once': {
    foundBy: 'suggestions: they come back as they were put, a tool as often as it was proposed',
    spoil: (right) =>
      spoiled(right, {
        suggestions: {
          put: (records, bounds) =>
            right.suggestions!.put(
              records.map((record) => ({ ...record, toolIds: [...new Set(record.toolIds)] })),
              bounds,
            ),
        },
      }),
  },
  'lets a later suggestion of an id win': {
    foundBy: 'suggestions: the first of an id stays',
    spoil: (right) =>
      spoiled(right, {
        suggestions: {
          async put(records, bounds) {
            await right.suggestions!.remove(records.map(({ id }) => id));
            await right.suggestions!.put([...records].reverse(), bounds);
          },
        },
      }),
  },
  'keeps the oldest suggestions': {
    foundBy: 'suggestions: the newest stay, of equally old ones those with the higher ids',
    spoil: (right) =>
      spoiled(right, {
        suggestions: {
          async put(records, { atMost, notBefore }) {
            await right.suggestions!.put(records, { atMost: 1e9, notBefore });
            const newestFirst = (await everything(right.suggestions!)).sort(
              (a, b) => b.madeAt.getTime() - a.madeAt.getTime(),
            );
            const excess = newestFirst.slice(0, Math.max(0, newestFirst.length - atMost));
            await right.suggestions!.remove(excess.map(({ id }) => id));
          },
        },
      }),
  },
  'takes no bound for what it is given': {
    foundBy: 'suggestions: what is too old goes, also of what is put',
    spoil: (right) =>
      spoiled(right, {
        suggestions: {
          async put(records, bounds) {
            await right.suggestions!.put([], bounds);
            await right.suggestions!.put(records, { atMost: 1e9, notBefore: new Date(0) });
          },
        },
      }),
  },
  'removes no suggestion': {
    foundBy: 'suggestions: a removal deletes what it names and nothing else, and counts what was there',
    spoil: (right) => spoiled(right, { suggestions: { remove: async (ids) => new Set(ids).size - 1 } }),
  },
  'takes null for nothing': {
    foundBy: 'config: every JSON value comes back, null and empty ones too',
    spoil: (right) => spoiled(right, { config: { get: async (key) => (await right.config.get(key)) ?? undefined } }),
  },
  'looks whether a setting is absent, and sets it in another transaction': {
    foundBy: 'config: of 32 that set what is absent one wins, and all learn which',
    spoil: (right) =>
      spoiled(right, {
        config: {
          async setIfAbsent(key, value) {
            const known = await right.config.get(key);
            await nextTurn();
            if (known === undefined) await right.config.set(key, value);
            return known ?? value;
          },
        },
      }),
  },
  'takes a prefix for a pattern': {
    foundBy: 'config: what begins alike is listed by key, to the letter',
    spoil: (right) =>
      spoiled(right, {
        config: {
          async list(prefix) {
            const pattern = patternOf(prefix);
            return (await right.config.list('')).filter(({ key }) => pattern.test(key));
          },
        },
      }),
  },
  'rounds what was learned to percents': {
    foundBy: 'adaptive config: values come back, rounded to single precision, no more and no less',
    spoil: (right) =>
      spoiled(right, {
        adaptiveConfig: {
          async read(prefix) {
            const values = await right.adaptiveConfig!.read(prefix);
            return values.map((each) => ({ ...each, value: Math.round(each.value * 100) / 100 }));
          },
        },
      }),
  },
  'replaces what is like the prefix': {
    foundBy: 'adaptive config: what begins alike is replaced, to the letter, and nothing else',
    spoil: (right) =>
      spoiled(right, {
        adaptiveConfig: {
          async replace(prefix, values) {
            const pattern = patternOf(prefix);
            const all = await right.adaptiveConfig!.read('');
            await right.adaptiveConfig!.replace('', [...all.filter(({ key }) => !pattern.test(key)), ...values]);
          },
        },
      }),
  },
  'deletes what was learned, and inserts in another transaction': {
    foundBy: 'adaptive config: it is replaced as a whole or not at all, and never read in part',
    spoil: (right) =>
      spoiled(right, {
        adaptiveConfig: {
          async replace(prefix, values) {
            await right.adaptiveConfig!.replace(prefix, []);
            await nextTurn();
            await right.adaptiveConfig!.replace(prefix, values);
          },
        },
      }),
  },
  'keeps a thousand learned values': {
    foundBy: 'adaptive config: a call takes more values than a statement',
    spoil: (right) =>
      spoiled(right, {
        adaptiveConfig: {
          replace: (prefix, values) => right.adaptiveConfig!.replace(prefix, values.slice(0, 1_000)),
        },
      }),
  },
  'orders errors by their times': {
    foundBy: 'errors: the last come first, whatever their times, and all are counted',
    spoil: (right) =>
      spoiled(right, {
        errors: {
          async recent(limit) {
            const all = await right.errors.recent(1_000);
            return all.sort((a, b) => b.timestamp.getTime() - a.timestamp.getTime()).slice(0, limit);
          },
        },
      }),
  },
  'prunes without a limit': {
    foundBy: 'errors: old ones are pruned, a few at a time',
    spoil: (right) =>
      spoiled(right, { errors: { prune: ({ before }) => right.errors.prune!({ before, limit: 1e6 }) } }),
  },
  'has no version': {
    foundBy: 'store: it names its version, and has what it is said to be capable of, no more and no less',
    spoil: (right) => ({ ...right, specificationVersion: undefined as never }),
  },
  'lacks what it is said to be capable of': {
    foundBy: 'store: it names its version, and has what it is said to be capable of, no more and no less',
    spoil: ({ suggestions: _absent, ...right }) => right,
  },
  'empties itself when it is migrated again': {
    foundBy: 'store: a new one is empty, and migrating it again changes nothing',
    spoil: (right) => {
      let migrated = false;
      return {
        ...right,
        async migrate() {
          await right.migrate();
          if (migrated) await right.edges.replaceObserved([], () => 0.5);
          migrated = true;
        },
      };
    },
  },
  'works on after it was closed': {
    foundBy: 'store: after closing every method says so',
    spoil: (right) => ({ ...right, close: async () => {} }),
  },
  'says in words of its own that it is closed': {
    foundBy: 'store: after closing every method says so',
    spoil: (right) =>
      spoiled(right, {
        config: {
          get: (key) => right.config.get(key).catch(() => Promise.reject(new Error('connection terminated'))),
        },
      }),
  },
  'closes under calls in flight': {
    foundBy: 'store: closing waits for calls in flight, and what they answered is true',
    spoil: (right) =>
      spoiled(right, {
        executions: {
          async record(execution, increments, confidenceOf) {
            const status = await right.executions.record(execution, increments, confidenceOf);
            for (let turn = 0; turn < 3; turn++) await nextTurn();
            return status;
          },
        },
      }),
  },
};

/** Mistakes that take two stores to be seen: of the same name, or of different ones. */
export const factoryMutants: Readonly<
  Record<string, { readonly foundBy: string; readonly create: () => (name: string) => Store }>
> = {
  'all stores are one': {
    foundBy: 'store: two stores have nothing in common',
    create: () => {
      const one = createCosineStore();
      return () => ({ ...one, close: async () => {} });
    },
  },
  'what was written is gone when it is opened again': {
    foundBy: 'store: what was written is there after it was closed and opened again',
    create: () => () => createCosineStore(),
  },
  ...reopenedMutants,
};

function sumOf(a: DependencyIncrement, b: DependencyIncrement | undefined): DependencyIncrement {
  if (b === undefined) return a;
  const { observedCount, successCount, failureCount, dataFlowCount, declaredCount, sequenceCount } = b;
  return {
    ...a,
    observedCount: a.observedCount + observedCount,
    successCount: a.successCount + successCount,
    failureCount: a.failureCount + failureCount,
    dataFlowCount: a.dataFlowCount + dataFlowCount,
    declaredCount: a.declaredCount + declaredCount,
    sequenceCount: a.sequenceCount + sequenceCount,
    observedAt: b.observedAt,
  };
}

/** As a local time is read that was written in another zone. */
function shifted(date: Date, direction: 1 | -1): Date {
  return new Date(date.getTime() + direction * date.getTimezoneOffset() * 60_000);
}

/** The pattern of LIKE. */
function patternOf(prefix: string): RegExp {
  return new RegExp(`^${prefix.replaceAll('_', '.').replaceAll('%', '.*')}`);
}
