import type { AgentCards, AgentCardsOptions, ToolFilterOption } from './agent-cards.js';
import { assertOptions } from './assert-options.js';
import type { DependencyRecord } from './contracts/dependency.js';
import type { EngineTool, ScoringEngine } from './contracts/engine.js';
import type { ToolRecord } from './contracts/tool.js';
import { EmbeddingPipeline } from './embedding/embedding-pipeline.js';
import { AgentCardsError } from './errors/agent-cards-error.js';
import type { AgentCardsEvents } from './events/agent-cards-events.js';
import { EventHub } from './events/event-hub.js';
import { storableText } from './json.js';
import { EdgeSums, projectIncrements } from './learning/edge-projection.js';
import { takeExecution, toEngineExecution } from './learning/execution-intake.js';
import { edgePages, replay } from './learning/replay.js';
import { Life } from './life.js';
import { createMutex } from './mutex.js';
import { parseInput } from './parse-input.js';
import { randomHex, randomUuid, secureRandom } from './random.js';
import { ToolIndex } from './tools/tool-index.js';
import { assertServerNames, listOfSources } from './tools/tool-sources.js';

const digestKeyName = 'digest_key';
const recentErrors = 5;

/**
 * Opens AgentCards over a store and an engine: migrates the store, reads it, and builds the engine from it.
 *
 * Queries are answered from memory; every write is in the store before memory knows it. One instance at a time
 * per store.
 *
 * @throws AgentCardsError `INVALID_INPUT` for unusable options; whatever the store throws. The store is closed then.
 */
export async function createAgentCards(options: AgentCardsOptions): Promise<AgentCards> {
  try {
    assertOptions(options);
    return await open(options);
  } catch (error) {
    try {
      await options?.store?.close?.();
    } catch {
      // The first error says what is wrong.
    }
    throw error;
  }
}

async function open(options: AgentCardsOptions): Promise<AgentCards> {
  const { store, createEngine, embedder = null, clock = Date, random = secureRandom } = options;
  // Loaded here and not above: who imports only types, errors or the memory store loads no validation library.
  const schemas = await import('./schemas/index.js');
  await store.migrate();

  const life = new Life();
  const writes = createMutex();
  const tools = new ToolIndex(store, clock, schemas);
  const digestKey = String(await store.config.setIfAbsent(digestKeyName, randomHex(random, 32)));
  const events = new EventHub<AgentCardsEvents>((error) => void logError('listener', error));
  let engine: ScoringEngine;
  let lastQueryFailed = false;

  const pipeline =
    embedder === null
      ? undefined
      : new EmbeddingPipeline({
          embedder,
          store,
          clock,
          current: (toolId) => tools.get(toolId),
          onStored: (toolIds) => refresh(toolIds.flatMap((toolId) => tools.get(toolId) ?? [])),
          onError: (error) => logError('embedding', error),
        });

  await tools.load();
  await pipeline?.load();
  engine = createEngine();
  await replay(engine, store, tools.list().map(toEngineTool));
  pipeline?.enqueue(tools.list());

  /** The log is a courtesy: a store that cannot take it makes itself heard elsewhere. */
  async function logError(errorType: string, error: unknown): Promise<void> {
    try {
      const { message, stack } = error instanceof Error ? error : { message: 'not an Error', stack: undefined };
      await store.errors.append({ errorType, message, stack, timestamp: new Date(clock.now()) });
    } catch {
      // See above.
    }
  }

  /** Gives the engine what the index now says about these tools. */
  function refresh(touched: readonly ToolRecord[]): void {
    engine.upsertTools(touched.filter((tool) => tool.status === 'active').map(toEngineTool));
  }

  function toEngineTool(tool: ToolRecord): EngineTool {
    return tools.toEngineTool(tool, pipeline?.vector(tool));
  }

  /** The vector of a text where it can be of use; a failing embedder costs the vector, never the answer. */
  async function queryVector(text: string | undefined, signal: AbortSignal | undefined) {
    assertNotAborted(signal);
    if (!pipeline || pipeline.stored === 0 || text === undefined || text.trim() === '') return undefined;
    try {
      const vector = await pipeline.embedQuery(text, signal);
      lastQueryFailed = false;
      assertNotAborted(signal);
      return vector;
    } catch (error) {
      assertNotAborted(signal);
      lastQueryFailed = true;
      await logError('embedding', error);
      return undefined;
    }
  }

  /** A filter that throws, or that asks for a tool that is gone, hides the tool. */
  function engineFilter(filter: ToolFilterOption | undefined) {
    if (filter === undefined) return undefined;
    const servers = typeof filter === 'function' || !filter.servers ? undefined : new Set(filter.servers);
    return ({ id }: EngineTool): boolean => {
      const tool = tools.get(id);
      if (tool === undefined) return false;
      return typeof filter === 'function' ? filter(tool) === true : (servers?.has(tool.serverId) ?? true);
    };
  }

  const valid = <Schema extends Parameters<typeof parseInput>[1]>(schema: Schema, value: unknown, what: string) =>
    parseInput(schemas, schema, value, what);

  return {
    tools: {
      sync: (sources) =>
        life.call(async () => {
          const parsed = listOfSources(sources).map((source) =>
            valid(schemas.toolSourceSchema, source, 'A tool source'),
          );
          assertServerNames(parsed.map(({ server }) => server));
          return writes.run(async () => {
            const { report, touched } = await tools.sync(parsed);
            engine.removeTools(report.removed);
            refresh(touched);
            pipeline?.enqueue(touched);
            return report;
          });
        }),
      embedded: () => life.call(async () => pipeline?.embedded()),
      get: (toolId) => {
        life.assertOpen();
        return tools.get(toolId);
      },
      list: (listOptions) => {
        life.assertOpen();
        return tools.list(listOptions);
      },
      remove: (toolIds) =>
        life.call(async () => {
          const ids = valid(schemas.toolIdsSchema, toolIds, 'The list of ids');
          return writes.run(async () => {
            const removed = await tools.remove(ids.map((id) => tools.known(id)));
            engine.removeTools(removed);
            return removed.length;
          });
        }),
    },

    search: (intent, searchOptions = {}) =>
      life.call(async () => {
        const text = storableText(valid(schemas.intentSchema, intent, 'The intent'));
        const { signal, filter, ...query } = valid(schemas.searchOptionsSchema, searchOptions, 'The search options');
        const embedding = await queryVector(text, signal);
        return engine.search({ ...query, text, embedding, filter: engineFilter(filter) });
      }),

    dependencies: {
      add: (dependencies) =>
        life.call(async () => {
          const parsed = valid(schemas.dependencyInputsSchema, dependencies, 'The list of dependencies');
          for (const { from, to } of parsed) assertNotSelf(from, to);
          return writes.run(async () => {
            const declared = parsed.map(({ from, to, source }) => ({
              from: tools.known(from),
              to: tools.known(to),
              source,
            }));
            await store.edges.declare(declared, engine.edgeConfidence);
            engine.addDependencies(declared);
          });
        }),
      list: (listOptions = {}) =>
        life.call(async () => {
          const { toolId, source } = listOptions;
          const chosen: DependencyRecord[] = [];
          for await (const page of edgePages(store)) {
            for (const edge of page) {
              const ofTool = toolId === undefined || edge.from === toolId || edge.to === toolId;
              if (ofTool && (source === undefined || edge.source === source)) chosen.push(edge);
            }
          }
          return chosen;
        }),
      remove: (pairs) =>
        life.call(async () => {
          const parsed = valid(schemas.dependencyPairsSchema, pairs, 'The list of pairs');
          return writes.run(async () => {
            const known = parsed.map(({ from, to }) => ({ from: tools.known(from), to: tools.known(to) }));
            const withdrawn = await store.edges.withdraw(known, engine.edgeConfidence);
            engine.removeDependencies(known);
            return withdrawn;
          });
        }),
    },

    record: (execution) =>
      life.call(async () => {
        // Read before the wait: what the caller does to the object afterwards changes nothing.
        const record = takeExecution(valid(schemas.executionInputSchema, execution, 'The execution'), {
          now: clock.now(),
          createId: () => randomUuid(random),
          digestKey,
          significantValues: (value) => engine.significantValues(value),
        });
        return writes.run(async () => {
          for (const { toolId } of record.tasks) tools.known(toolId);
          const increments = projectIncrements(engine, record);
          const status = await store.executions.record(record, increments, engine.edgeConfidence);
          if (status === 'recorded') engine.observe(toEngineExecution(record));
          return { id: record.id, status };
        });
      }),

    predictNext: (query) =>
      life.call(async () => {
        const { signal, filter, ...rest } = valid(schemas.predictionQuerySchema, query, 'The prediction query');
        const embedding = await queryVector(rest.intent, signal);
        const prediction = engine.predictNext({ ...rest, embedding, filter: engineFilter(filter) });
        return { ...prediction, suggestionId: randomUuid(random) };
      }),

    suggest: (intent, suggestionOptions = {}) =>
      life.call(async () => {
        const text = storableText(valid(schemas.intentSchema, intent, 'The intent'));
        const { signal, filter, ...rest } = valid(
          schemas.suggestionOptionsSchema,
          suggestionOptions,
          'The suggestion options',
        );
        const embedding = await queryVector(text, signal);
        const suggestion = engine.suggest({ ...rest, intent: text, embedding, filter: engineFilter(filter) });
        return { ...suggestion, suggestionId: randomUuid(random) };
      }),

    stats: () =>
      life.call(async () => {
        const active = tools.list();
        const { edges, density, executions } = engine.metrics();
        return {
          tools: {
            active: active.length,
            removed: tools.count('removed'),
            quarantined: tools.count('quarantined'),
          },
          servers: new Set(active.map((tool) => tool.serverId)).size,
          embedded: active.filter((tool) => pipeline?.vector(tool)).length,
          dependencies: edges,
          density,
          executions,
        };
      }),

    health: () =>
      life.call(async () => {
        const [total, recent] = await Promise.all([store.errors.count(), store.errors.recent(recentErrors)]);
        const failed = pipeline?.failed ?? 0;
        return {
          status: failed > 0 || lastQueryFailed ? 'degraded' : 'ok',
          search: pipeline && pipeline.stored > 0 ? 'hybrid' : 'lexical',
          embeddings: {
            modelId: embedder?.modelId ?? null,
            stored: pipeline?.stored ?? 0,
            pending: pipeline?.pending ?? 0,
            failed,
          },
          errors: { total, recent },
        };
      }),

    rebuild: () =>
      life.call(() =>
        writes.run(async () => {
          const rebuilt = createEngine();
          const sums = new EdgeSums();
          const executions = await replay(rebuilt, store, tools.list().map(toEngineTool), (execution) =>
            sums.add(projectIncrements(rebuilt, execution)),
          );
          const observed = sums.increments();
          await store.edges.replaceObserved(observed, rebuilt.edgeConfidence);
          // Vectors that came while this was rebuilding.
          if (pipeline) rebuilt.upsertTools(tools.list().map(toEngineTool));
          engine = rebuilt;
          return { executions, observedEdges: observed.length };
        }),
      ),

    on: (name, listener) => {
      life.assertOpen();
      return events.on(name, listener);
    },

    close,
    [Symbol.asyncDispose]: close,
  };

  function close(): Promise<void> {
    return life.close(
      async () => pipeline?.close(),
      async () => {
        events.clear();
        await store.close();
      },
    );
  }
}

function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AgentCardsError('ABORTED', 'The call was aborted.', { cause: signal.reason });
}

function assertNotSelf(from: string, to: string): void {
  if (from === to) throw new AgentCardsError('DEPENDENCY_SELF', `${from} cannot depend on itself.`);
}
