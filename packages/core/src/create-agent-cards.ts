import type { AgentCards, AgentCardsOptions, ToolFilterOption } from './agent-cards.js';
import { assertEmbedder, assertEngine, assertOptions } from './assert-options.js';
import { createCallerView } from './caller-view.js';
import type { EngineTool, ScoringEngine } from './contracts/engine.js';
import type { ExecutionRecord } from './contracts/execution.js';
import type { ToolId, ToolRecord } from './contracts/tool.js';
import { embeddingSettings } from './embedding/embedding-options.js';
import { SemanticIndex } from './embedding/semantic-index.js';
import { throwIfAborted } from './errors/aborted.js';
import { AgentCardsError } from './errors/agent-cards-error.js';
import { type AgentCardsEvents, assertListener } from './events/agent-cards-events.js';
import { EventHub } from './events/event-hub.js';
import { giveWay } from './give-way.js';
import { storableText } from './json.js';
import { EdgeSums, projectIncrements } from './learning/edge-projection.js';
import { takeExecution, toEngineExecution } from './learning/execution-intake.js';
import { followSuggestion } from './learning/follow-suggestion.js';
import { forgetTruth } from './learning/forget.js';
import { learnableExecution } from './learning/learnable-execution.js';
import { listedDependencies } from './learning/listed-dependencies.js';
import { edgePages, type ReplayOptions, replay } from './learning/replay.js';
import { type EdgeFacts, resolvedEdges } from './learning/resolved-edges.js';
import { nothingKept, storedConfidence } from './learning/stored-confidence.js';
import { SuggestionLog } from './learning/suggestion-log.js';
import { WeightLearner } from './learning/weight-learner.js';
import { Life } from './life.js';
import { createMutex } from './mutex.js';
import { parseInput } from './parse-input.js';
import { randomHex, randomUuid, secureRandom } from './random.js';
import { Retention } from './retention/retention.js';
import { executionExpiry } from './retention/retention-limits.js';
import { retentionPolicy } from './retention/retention-policy.js';
import { retiredSums, underPresentNames } from './retention/retired-sums.js';
import { emitLifecycle } from './tools/lifecycle-events.js';
import { reviewVerbs } from './tools/review-verbs.js';
import { takeSource } from './tools/source-intake.js';
import { toEngineFilter } from './tools/tool-filter.js';
import { ToolIndex } from './tools/tool-index.js';
import { assertServerNames, listOfSources } from './tools/tool-sources.js';
import { transferVerbs } from './transfer/transfer-verbs.js';

const digestKeyName = 'digest_key';
/** By which renames the edges in the store were projected; `outdated` while they have to be in any case. */
const projectedRenamesName = 'projected_renames';
const recentErrors = 5;
/** Tools that the engine takes without giving way. */
const toolsInSlice = 16;
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
  let engine: ScoringEngine;
  let projectedRenames = (await store.config.get(projectedRenamesName)) ?? '';

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
    engine: () => engine,
    refill: () => refresh(tools.list()),
    onError: (error) => logError('embedding', error),
  });

  const policy = retentionPolicy(options.retention);
  const isExpired = executionExpiry(policy, store, clock);
  const retention = new Retention({
    store,
    clock,
    policy,
    writes,
    tools,
    weights,
    engine: () => engine,
    learnable,
    purged: (toolIds) => vectors.forget(toolIds),
    outdate,
    project: () => project('later'),
    onError: (error) => logError('retention', error),
  });

  await tools.load();
  await vectors.load(embedder, options.reembed ?? false);
  engine = createEngine();
  // A process that died between a change of the renames and the projection has left the edges as they were.
  if (projectedRenames !== tools.aliases.inForce()) await project('later');
  else await weights.begin(engine, await replay(engine, store, replayOptions()));
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

  /** Gives the engine what the index now says about these tools. */
  function refresh(touched: readonly ToolRecord[]): void {
    engine.removeTools(touched.filter((tool) => tool.status !== 'active').map((tool) => tool.toolId));
    engine.upsertTools(touched.filter((tool) => tool.status === 'active').map(toEngineTool));
  }

  /**
   * The same, and whatever lacks a vector by now gets one. What is not to be found any more is gone at once; the rest comes
   * in slices. Only inside of `writes`.
   */
  async function changed(touched: readonly ToolRecord[]): Promise<void> {
    refresh(touched.filter((tool) => tool.status !== 'active'));
    const active = touched.filter((tool) => tool.status === 'active');
    for (let start = 0; start < active.length; start += toolsInSlice) {
      await giveWay();
      refresh(active.slice(start, start + toolsInSlice));
    }
    vectors.enqueue(touched);
  }

  /** The id that counts for this one: that of the tool by its present name. */
  function resolve<Id extends string>(toolId: Id): Id | ToolId {
    return tools.aliases.resolve(toolId);
  }

  /** The stored confidence is that of the last observation; this one knows the clock, and when the tools last changed. */
  function presentConfidence(): (edge: EdgeFacts) => number {
    const evidenceOf = engine.edgeEvidence();
    return (edge) => {
      const definedAt = Math.max(...[edge.from, edge.to].map((toolId) => tools.definedAt(toolId) ?? 0));
      const lastObserved = edge.lastObserved?.getTime();
      return engine.edgeConfidence({ ...edge, effective: evidenceOf(edge) ?? nothingKept, lastObserved, definedAt });
    };
  }

  function learnable(execution: ExecutionRecord): ExecutionRecord {
    return learnableExecution(execution, resolve, keepIntents);
  }

  function replayOptions(): ReplayOptions {
    return { tools: tools.list().map(toEngineTool), resolve, learnable };
  }

  /** Projects edges, engine and weights anew from what is stored. Only inside of `writes`. */
  async function project(learn: 'now' | 'later', signal?: AbortSignal) {
    const renames = tools.aliases.inForce();
    const rebuilt = createEngine();
    const sums = new EdgeSums();
    for await (const page of retiredSums(store, signal)) sums.add(underPresentNames(page, resolve));
    const executions = await replay(rebuilt, store, {
      ...replayOptions(),
      onExecution: (execution) => sums.add(projectIncrements(rebuilt, execution)),
      signal,
    });
    throwIfAborted(signal);
    const observed = sums.increments();
    await store.edges.replaceObserved(observed, storedConfidence(rebuilt));
    await (learn === 'now' ? weights.learnAnew(rebuilt, executions) : weights.learnLater(rebuilt, executions));
    // Vectors that came while this was rebuilding.
    rebuilt.setEmbeddings(vectors.ofTools(tools.list()));
    engine = rebuilt;
    if (projectedRenames !== renames) await store.config.set(projectedRenamesName, renames);
    projectedRenames = renames;
    return { executions, observedEdges: observed.length };
  }

  /** Whoever dies before the projection is done finds at the next start that it has to be. Only inside of `writes`. */
  async function outdate(): Promise<void> {
    if (projectedRenames === 'outdated') return;
    await store.config.set(projectedRenamesName, 'outdated');
    projectedRenames = 'outdated';
  }

  /** Which renames count depends on which tools are active. Only inside of `writes`. */
  async function projectChangedRenames(): Promise<void> {
    if (projectedRenames !== tools.aliases.inForce()) await project('later');
  }

  function toEngineTool(tool: ToolRecord): EngineTool {
    return tools.toEngineTool(tool, vectors.vector(tool));
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
            await changed(touched);
            emitLifecycle(events, report);
            await projectChangedRenames();
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
        return tools.get(toolId);
      },
      list: (options = {}) => {
        life.assertOpen();
        return tools.list(valid(schemas.toolListOptionsSchema, options, 'The options of the list'));
      },
      remove: (toolIds) =>
        life.call(async () => {
          const ids = valid(schemas.toolIdsSchema, toolIds, 'The list of ids');
          return writes.run(async () => {
            const removed = await tools.remove(ids.map((id) => tools.known(id)));
            refresh(removed);
            await projectChangedRenames();
            return removed.length;
          });
        }),
      ...reviewVerbs({ life, writes, schemas, tools, changed, projectChangedRenames }),
    },

    search: (intent, searchOptions = {}) =>
      life.call(async () => {
        const text = storableText(valid(schemas.intentSchema, intent, 'The intent'));
        const parsed = valid(schemas.searchOptionsSchema, searchOptions, 'The search options');
        const { signal, filter, asOf: _reserved, context, alwaysInclude, exclude, ...query } = parsed;
        const permits = engineFilter(filter);
        // Who hides a tool means it under all of its names, also when a server took an old one up again.
        const excluded = exclude?.flatMap((toolId) => tools.aliases.everyNameFrom(toolId));
        return vectors.forSearch(text, { signal, permits, exclude: excluded }, (semantics) =>
          engine.search({
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

    dependencies: {
      add: (dependencies) =>
        life.call(async () => {
          const parsed = valid(schemas.dependencyInputsSchema, dependencies, 'The list of dependencies');
          for (const { from, to } of parsed) assertNotSelf(from, to);
          return writes.run(async () => {
            const declared = parsed.map(({ from, to, source }) => ({
              from: resolve(tools.known(from)),
              to: resolve(tools.known(to)),
              source,
            }));
            for (const { from, to } of declared) assertNotSelf(from, to);
            await store.edges.declare(declared, storedConfidence(engine));
            engine.addDependencies(declared);
          });
        }),
      list: (options = {}) =>
        life.call(async () => {
          const parsed = valid(schemas.dependencyListOptionsSchema, options, 'The options of the list');
          const { source } = parsed;
          const toolId = parsed.toolId === undefined ? undefined : resolve(parsed.toolId);
          const edges: EdgeFacts[] = [];
          for await (const page of edgePages(store)) edges.push(...page);
          return listedDependencies(resolvedEdges(edges, resolve), presentConfidence()).filter((edge) => {
            const ofTool = toolId === undefined || edge.from === toolId || edge.to === toolId;
            return ofTool && (source === undefined || edge.source === source);
          });
        }),
      remove: (pairs) =>
        life.call(async () => {
          const parsed = valid(schemas.dependencyPairsSchema, pairs, 'The list of pairs');
          return writes.run(async () => {
            // Also what was declared when they had other names.
            const known = parsed.flatMap(({ from, to }) =>
              tools.aliases
                .namesOf(tools.known(from))
                .flatMap((start) => tools.aliases.namesOf(tools.known(to)).map((end) => ({ from: start, to: end }))),
            );
            const withdrawn = await store.edges.withdraw(known, storedConfidence(engine));
            engine.removeDependencies(known);
            return withdrawn;
          });
        }),
      path: (from, to) =>
        life.call(async () => {
          const ends = valid(schemas.dependencyPairSchema, { from, to }, 'The pair');
          return engine.shortestPath(resolve(tools.known(ends.from)), resolve(tools.known(ends.to)));
        }),
      related: (toolId, relatedOptions = {}) =>
        life.call(async () => {
          const parsed = valid(schemas.relatedToolsOptionsSchema, relatedOptions, 'The options');
          const known = tools.known(valid(schemas.toolIdSchema, toolId, 'The tool id'));
          return engine.relatedTools(resolve(known), parsed);
        }),
    },

    record: (execution) =>
      life.call(async () => {
        // Read before the wait: what the caller does to the object afterwards changes nothing.
        const parsed = valid(schemas.executionInputSchema, execution, 'The execution');
        const taken = takeExecution(keepIntents ? parsed : { ...parsed, intent: undefined }, {
          now: clock.now(),
          createId: () => randomUuid(random),
          digestKey,
          significantValues: (value) => engine.significantValues(value),
          valuePlaces: (value) => engine.valuePlaces(value),
        });
        return writes.run(async () => {
          for (const { toolId } of taken.tasks) tools.known(toolId);
          const { record, receipt } = await followSuggestion(taken, suggestions);
          const learned = learnable(record);
          const increments = projectIncrements(engine, learned);
          const upcoming = toEngineExecution(learned);
          const status = await store.executions.record(record, increments, storedConfidence(engine, upcoming));
          if (status === 'recorded') {
            engine.observe(upcoming);
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
          const report = await forgetTruth(selector, { store, suggestions, tools, outdate });
          if (projectedRenames !== tools.aliases.inForce()) await project('now');
          return report;
        });
      }),

    learned: (options = {}) => life.call(async () => weights.learned(signalOf(options))),

    predictNext: (query) =>
      life.call(async () => {
        const { signal, filter, ...rest } = valid(schemas.predictionQuerySchema, query, 'The prediction query');
        const permits = engineFilter(filter);
        const prediction = await vectors.withVectorOf(rest.intent, { permits, signal }, (embedding) =>
          engine.predictNext({
            ...rest,
            executed: rest.executed.map(resolve),
            context: rest.context?.map(resolve),
            candidates: rest.candidates?.map(resolve),
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
        const permits = engineFilter(filter);
        const suggestion = await vectors.withVectorOf(text, { permits, signal }, (embedding) =>
          engine.suggest({
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
        const { edges, density, executions } = engine.metrics();
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

    metrics: () => life.call(async () => ({ ...engine.metrics() })),

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
      ...{ life, writes, schemas, store, tools, vectors, suggestions, keepIntents, clock, learnable, refresh, outdate },
      isExpired,
      engine: () => engine,
      projectIfOutdated: async () => {
        if (projectedRenames !== tools.aliases.inForce()) await project('now');
        vectors.enqueue(tools.list());
      },
    }),

    rebuild: (options = {}) =>
      life.call(async () => {
        const signal = signalOf(options);
        return writes.run(() => project('now', signal));
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

function assertNotSelf(from: string, to: string): void {
  if (from === to) throw new AgentCardsError('DEPENDENCY_SELF', `${from} cannot depend on itself.`);
}
