import type { AgentCards, AgentCardsOptions } from './agent-cards.js';
import { assertEmbedder, assertEngine, assertOptions } from './assert-options.js';
import { createCallerView } from './caller-view.js';
import type { ToolId } from './contracts/tool.js';
import { embeddingSettings } from './embedding/embedding-options.js';
import { SemanticIndex } from './embedding/semantic-index.js';
import { type AgentCardsEvents, assertListener } from './events/agent-cards-events.js';
import { EventHub } from './events/event-hub.js';
import { storableText } from './json.js';
import { dependencyVerbs } from './learning/dependency-verbs.js';
import { projectIncrements } from './learning/edge-projection.js';
import { takeExecution, toEngineExecution } from './learning/execution-intake.js';
import { followSuggestion } from './learning/follow-suggestion.js';
import { forgetTruth } from './learning/forget.js';
import { Projection } from './learning/projection.js';
import { storedConfidence } from './learning/stored-confidence.js';
import { SuggestionLog } from './learning/suggestion-log.js';
import { WeightLearner } from './learning/weight-learner.js';
import { Life } from './life.js';
import { createMutex } from './mutex.js';
import { parseInput } from './parse-input.js';
import type { ToolFilterOption } from './query-options.js';
import { randomHex, randomUuid, secureRandom } from './random.js';
import { Retention } from './retention/retention.js';
import { executionExpiry } from './retention/retention-limits.js';
import { retentionPolicy } from './retention/retention-policy.js';
import { callerCopy } from './tools/caller-copy.js';
import { assertNoExposedNames } from './tools/exposed-names.js';
import { emitLifecycle } from './tools/lifecycle-events.js';
import { reviewVerbs } from './tools/review-verbs.js';
import { takeSource } from './tools/source-intake.js';
import { toEngineFilter } from './tools/tool-filter.js';
import { ToolIndex } from './tools/tool-index.js';
import { assertServerNames, listOfSources } from './tools/tool-sources.js';
import { transferVerbs } from './transfer/transfer-verbs.js';

const digestKeyName = 'digest_key';
const recentErrors = 5;
/** Tools and renames that wait for a decision, as far as `health()` names them. */
const shownInHealth = 20;

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
  const { store, embedder = null, clock = Date, random = secureRandom, halfLife, maxMemories } = options;
  const { onDrift = 'accept', onEmptyList = 'keep', keepIntents = true } = options;
  // Loaded here and not above: who imports only types, errors or the memory store loads no validation library.
  const schemas = await import('./schemas/index.js');
  await store.migrate();

  const life = new Life();
  const writes = createMutex();
  const tools = new ToolIndex({ store, clock, onDrift, onEmptyList });
  const digestKey = String(await store.config.setIfAbsent(digestKeyName, randomHex(random, 32)));
  const events = new EventHub<AgentCardsEvents>((error) => void logError('listener', error));
  const createEngine = () => {
    const made = options.createEngine({ clock: () => clock.now(), halfLife, maxMemories });
    assertEngine(made);
    return made;
  };

  const suggestions = new SuggestionLog({
    store: store.suggestions,
    limits: options.suggestions,
    keepIntents,
    clock,
    createId: () => randomUuid(random),
    onError: (error) => void logError('suggestion', error),
  });
  const weights = new WeightLearner({
    store: store.adaptiveConfig,
    clock,
    onError: (error) => logError('learning', error),
  });
  const vectors = new SemanticIndex({
    store,
    tools,
    clock,
    events,
    settings: embeddingSettings(options.embedding),
    maxExactVectors: options.maxExactVectors ?? 50_000,
    writes,
    engine: () => projection.engine,
    refill: () => projection.refresh(tools.list()),
    onError: (error) => logError('embedding', error),
  });

  await tools.load();
  await vectors.load(embedder, options.reembed ?? false);
  const projection = await Projection.open({ store, tools, vectors, weights, keepIntents, createEngine });

  const policy = retentionPolicy(options.retention);
  const isExpired = executionExpiry(policy, store, clock);
  const retention = new Retention({
    ...{ store, clock, policy, writes, tools, weights, projection },
    purged: (toolIds) => vectors.forget(toolIds),
    onError: (error) => logError('retention', error),
  });
  vectors.enqueue(tools.list());
  retention.start();

  /** The log is a courtesy: a store that cannot take it makes itself heard elsewhere. */
  async function logError(errorType: string, error: unknown): Promise<void> {
    try {
      const { message, stack } = error instanceof Error ? error : { message: 'not an Error', stack: undefined };
      await store.errors.append({ errorType, message, stack, timestamp: new Date(clock.now()) });
    } catch {
      // See above.
    }
  }

  /** The id that counts for this one: that of the tool by its present name. */
  function resolve<Id extends string>(toolId: Id): Id | ToolId {
    return tools.aliases.resolve(toolId);
  }

  function engineFilter(filter: ToolFilterOption | undefined) {
    return toEngineFilter(filter, (toolId) => tools.get(toolId));
  }

  const valid = <Schema extends Parameters<typeof parseInput>[1]>(schema: Schema, value: unknown, what: string) =>
    parseInput(schemas, schema, value, what);
  const signalOf = (options: unknown) => valid(schemas.signalOptionsSchema, options, 'The options').signal;

  const cards: AgentCards = {
    tools: {
      sync: (sources) =>
        life.call(async () => {
          const parsed = listOfSources(sources).map((source) =>
            valid(schemas.toolSourceSchema, source, 'A tool source'),
          );
          assertServerNames(parsed.map(({ server }) => server));
          // Read before the wait: what the caller does to the lists afterwards changes nothing.
          const taken = parsed.map((source) => takeSource(schemas, source));
          return writes.run(async () => {
            const { report, touched } = await tools.sync(taken);
            await projection.changed(touched);
            emitLifecycle(events, report);
            await projection.bringUpToDate('later');
            return report;
          });
        }),
      embedded: (options = {}) => life.call(async () => vectors.embedded(signalOf(options))),
      reembed: (newEmbedder, options = {}) =>
        life.call(async () => {
          assertEmbedder(newEmbedder);
          const { signal, skipFailed = false } = valid(schemas.reembedOptionsSchema, options, 'The options');
          return vectors.reembed(newEmbedder, skipFailed, signal);
        }),
      get: (toolId) => {
        life.assertOpen();
        const tool = tools.get(toolId);
        return tool && callerCopy(tool);
      },
      list: (options = {}) => {
        life.assertOpen();
        return tools.list(valid(schemas.toolListOptionsSchema, options, 'The options of the list')).map(callerCopy);
      },
      remove: (toolIds) =>
        life.call(async () => {
          const ids = valid(schemas.toolIdsSchema, toolIds, 'The list of ids');
          return writes.run(async () => {
            const removed = await tools.remove(ids.map((id) => tools.known(id)));
            projection.refresh(removed);
            await projection.bringUpToDate('later');
            return removed.length;
          });
        }),
      ...reviewVerbs({ life, writes, schemas, tools, projection }),
    },

    search: (intent, searchOptions = {}) =>
      life.call(async () => {
        const text = storableText(valid(schemas.intentSchema, intent, 'The intent'));
        const parsed = valid(schemas.searchOptionsSchema, searchOptions, 'The search options');
        const { signal, filter, asOf: _reserved, context, alwaysInclude, exclude, ...query } = parsed;
        assertNoExposedNames({ context }, tools, filter);
        const permits = engineFilter(filter);
        // Who hides a tool means it under all of its names, also when a server took an old one up again.
        const excluded = exclude?.flatMap((toolId) => tools.aliases.everyNameFrom(toolId));
        return vectors.forSearch(text, { signal, permits, exclude: excluded }, (semantics) =>
          projection.engine.search({
            ...query,
            ...semantics,
            text,
            context: context?.map(resolve),
            alwaysInclude: alwaysInclude?.map(resolve),
            exclude: excluded,
            filter: permits,
          }),
        );
      }),

    dependencies: dependencyVerbs({ life, writes, schemas, store, tools, projection }),

    record: (execution) =>
      life.call(async () => {
        // Read before the wait: what the caller does to the object afterwards changes nothing.
        const parsed = valid(schemas.executionInputSchema, execution, 'The execution');
        const taken = takeExecution(keepIntents ? parsed : { ...parsed, intent: undefined }, {
          now: clock.now(),
          createId: () => randomUuid(random),
          digestKey,
          significantValues: (value) => projection.engine.significantValues(value),
          valuePlaces: (value) => projection.engine.valuePlaces(value),
        });
        return writes.run(async () => {
          for (const { toolId } of taken.tasks) tools.known(toolId);
          const { record, receipt } = await followSuggestion(taken, suggestions);
          const learned = projection.learnable(record);
          const increments = projectIncrements(projection.engine, learned);
          const upcoming = toEngineExecution(learned);
          const status = await store.executions.record(
            record,
            increments,
            storedConfidence(projection.engine, upcoming),
          );
          if (status === 'recorded') {
            projection.engine.observe(upcoming);
            weights.observed();
            retention.recorded();
          }
          const expired = status === 'recorded' && isExpired(record.executedAt);
          return { id: record.id, status, ...(expired && { expired }), ...receipt };
        });
      }),

    forget: (what) =>
      life.call(async () => {
        const selector = valid(schemas.forgetSelectorSchema, what, 'What is to be forgotten');
        return writes.run(async () => {
          const report = await forgetTruth(selector, { store, suggestions, tools, projection });
          await projection.bringUpToDate('now');
          return report;
        });
      }),

    learned: (options = {}) => life.call(async () => weights.learned(signalOf(options))),

    predictNext: (query) =>
      life.call(async () => {
        const { signal, filter, ...rest } = valid(schemas.predictionQuerySchema, query, 'The prediction query');
        const { executed, context, candidates } = rest;
        assertNoExposedNames({ executed, context, candidates }, tools, filter);
        const permits = engineFilter(filter);
        const prediction = await vectors.withVectorOf(rest.intent, { permits, signal }, (embedding) =>
          projection.engine.predictNext({
            ...rest,
            executed: executed.map(resolve),
            context: context?.map(resolve),
            candidates: candidates?.map(resolve),
            embedding,
            filter: permits,
          }),
        );
        // The others are alternatives to the first, not a plan with it.
        return { ...prediction, suggestionId: suggestions.propose(rest.intent, prediction.predictions.slice(0, 1)) };
      }),

    suggest: (intent, suggestionOptions = {}) =>
      life.call(async () => {
        const text = storableText(valid(schemas.intentSchema, intent, 'The intent'));
        const { signal, filter, ...rest } = valid(
          schemas.suggestionOptionsSchema,
          suggestionOptions,
          'The suggestion options',
        );
        assertNoExposedNames({ context: rest.context }, tools, filter);
        const permits = engineFilter(filter);
        const suggestion = await vectors.withVectorOf(text, { permits, signal }, (embedding) =>
          projection.engine.suggest({
            ...rest,
            context: rest.context?.map(resolve),
            intent: text,
            embedding,
            filter: permits,
          }),
        );
        return { ...suggestion, suggestionId: suggestions.propose(text, suggestion.dag.tasks) };
      }),

    stats: () =>
      life.call(async () => {
        const active = tools.list();
        const { edges, density, executions } = projection.engine.metrics();
        return {
          tools: {
            active: active.length,
            removed: tools.count('removed'),
            quarantined: tools.count('quarantined'),
          },
          servers: new Set(active.map((tool) => tool.serverId)).size,
          embedded: active.filter((tool) => vectors.has(tool)).length,
          dependencies: edges,
          density,
          executions,
        };
      }),

    metrics: () => life.call(async () => ({ ...projection.engine.metrics() })),

    health: () =>
      life.call(async () => {
        const [total, recent] = await Promise.all([store.errors.count(), store.errors.recent(recentErrors)]);
        const renames = tools.renameProposals();
        return {
          ...vectors.health(),
          weights: weights.health,
          quarantined: { total: tools.count('quarantined'), tools: tools.quarantined(shownInHealth) },
          renames: { total: renames.length, proposals: renames.slice(0, shownInHealth) },
          errors: { total, recent },
        };
      }),

    ...transferVerbs({
      ...{ life, writes, schemas, clock, isExpired },
      ...{ store, tools, vectors, suggestions, keepIntents, projection },
    }),

    rebuild: (options = {}) =>
      life.call(async () => {
        const signal = signalOf(options);
        return writes.run(() => projection.project('now', signal));
      }),

    maintenance: {
      run: (options = {}) =>
        life.call(async () => retention.run(valid(schemas.maintenanceOptionsSchema, options, 'The options'))),
    },

    on: (name, listener) => {
      life.assertOpen();
      assertListener(name, listener);
      return events.on(name, listener);
    },

    as: (caller) =>
      createCallerView(cards, caller, (filter) => valid(schemas.toolFilterSchema, filter, 'The filter'), resolve),

    close,
    [Symbol.asyncDispose]: close,
  };
  return cards;

  function close(): Promise<void> {
    return life.close(
      async () => void (await Promise.all([vectors.close(), weights.close(), retention.close()])),
      async () => {
        events.clear();
        await suggestions.flush();
        await store.close();
      },
    );
  }
}
