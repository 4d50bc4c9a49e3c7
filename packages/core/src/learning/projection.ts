import type { ScoringEngine } from '../contracts/engine.js';
import type { EngineTool } from '../contracts/engine-tool.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { Store } from '../contracts/store.js';
import type { ToolRecord } from '../contracts/tool.js';
import type { SemanticIndex } from '../embedding/semantic-index.js';
import { throwIfAborted } from '../errors/aborted.js';
import { giveWay } from '../give-way.js';
import { retiredSums, underPresentNames } from '../retention/retired-sums.js';
import type { ToolIndex } from '../tools/tool-index.js';
import { EdgeSums, projectIncrements } from './edge-projection.js';
import { learnableExecution } from './learnable-execution.js';
import { type ReplayOptions, replay } from './replay.js';
import type { EdgeFacts } from './resolved-edges.js';
import { nothingKept, storedConfidence } from './stored-confidence.js';
import type { WeightLearner } from './weight-learner.js';

/** By which renames the edges in the store were projected; `outdated` while they have to be in any case. */
const projectedRenamesName = 'projected_renames';
/** Tools that the engine takes without giving way. */
const toolsInSlice = 16;

export interface ProjectionContext {
  readonly store: Store;
  readonly tools: ToolIndex;
  readonly vectors: SemanticIndex;
  readonly weights: WeightLearner;
  readonly keepIntents: boolean;
  readonly createEngine: () => ScoringEngine;
}

/**
 * What is derived from tools and executions in the store: the engine, the observed edges and the weights. All that changes it
 * is called inside of `writes`.
 */
export class Projection {
  readonly #context: ProjectionContext;
  #engine: ScoringEngine;
  #renames: unknown;

  private constructor(context: ProjectionContext, renames: unknown) {
    this.#context = context;
    this.#engine = context.createEngine();
    this.#renames = renames;
  }

  static async open(context: ProjectionContext): Promise<Projection> {
    const { store, weights } = context;
    const projection = new Projection(context, (await store.config.get(projectedRenamesName)) ?? '');
    // A process that died between a change of the renames and the projection has left the edges as they were.
    if (projection.#isOutdated) await projection.project('later');
    else await weights.begin(projection.#engine, await replay(projection.#engine, store, projection.#replayOptions()));
    return projection;
  }

  get engine(): ScoringEngine {
    return this.#engine;
  }

  /** Gives the engine what the index now says about these tools. */
  refresh(touched: readonly ToolRecord[]): void {
    this.#engine.removeTools(touched.filter((tool) => tool.status !== 'active').map((tool) => tool.toolId));
    this.#engine.upsertTools(
      touched.filter((tool) => tool.status === 'active').map((tool) => this.#toEngineTool(tool)),
    );
  }

  /**
   * The same, and whatever lacks a vector by now gets one. What is not to be found any more is gone at once; the rest comes
   * in slices.
   */
  async changed(touched: readonly ToolRecord[]): Promise<void> {
    this.refresh(touched.filter((tool) => tool.status !== 'active'));
    const active = touched.filter((tool) => tool.status === 'active');
    for (let start = 0; start < active.length; start += toolsInSlice) {
      await giveWay();
      this.refresh(active.slice(start, start + toolsInSlice));
    }
    this.#context.vectors.enqueue(touched);
  }

  /** The execution as it is learned from. */
  learnable(execution: ExecutionRecord): ExecutionRecord {
    const { tools, keepIntents } = this.#context;
    return learnableExecution(execution, (toolId) => tools.aliases.resolve(toolId), keepIntents);
  }

  /** The stored confidence is that of the last observation; this one knows the clock, and when the tools last changed. */
  presentConfidence(): (edge: EdgeFacts) => number {
    const { tools } = this.#context;
    const evidenceOf = this.#engine.edgeEvidence();
    return (edge) => {
      const definedAt = Math.max(...[edge.from, edge.to].map((toolId) => tools.definedAt(toolId) ?? 0));
      const lastObserved = edge.lastObserved?.getTime();
      const effective = evidenceOf(edge) ?? nothingKept;
      return this.#engine.edgeConfidence({ ...edge, effective, lastObserved, definedAt });
    };
  }

  /** Whoever dies before the projection is done finds at the next start that it has to be. */
  async outdate(): Promise<void> {
    await this.#setRenames('outdated');
  }

  /** Projects anew where it was outdated, or where other renames count by now, which depends on which tools are active. */
  async bringUpToDate(learn: 'now' | 'later'): Promise<void> {
    if (this.#isOutdated) await this.project(learn);
  }

  /** Projects edges, engine and weights anew from what is stored. */
  async project(
    learn: 'now' | 'later',
    signal?: AbortSignal,
  ): Promise<{ readonly executions: number; readonly observedEdges: number }> {
    const { store, tools, vectors, weights, createEngine } = this.#context;
    const renames = tools.aliases.inForce();
    const rebuilt = createEngine();
    const sums = new EdgeSums();
    for await (const page of retiredSums(store, signal)) {
      sums.add(underPresentNames(page, (toolId) => tools.aliases.resolve(toolId)));
    }
    const executions = await replay(rebuilt, store, {
      ...this.#replayOptions(),
      onExecution: (execution) => sums.add(projectIncrements(rebuilt, execution)),
      signal,
    });
    throwIfAborted(signal);
    const observed = sums.increments();
    await store.edges.replaceObserved(observed, storedConfidence(rebuilt));
    await (learn === 'now' ? weights.learnAnew(rebuilt, executions) : weights.learnLater(rebuilt, executions));
    // Vectors that came while this was rebuilding.
    rebuilt.setEmbeddings(vectors.ofTools(tools.list()));
    this.#engine = rebuilt;
    await this.#setRenames(renames);
    return { executions, observedEdges: observed.length };
  }

  get #isOutdated(): boolean {
    return this.#renames !== this.#context.tools.aliases.inForce();
  }

  async #setRenames(renames: string): Promise<void> {
    if (this.#renames !== renames) await this.#context.store.config.set(projectedRenamesName, renames);
    this.#renames = renames;
  }

  #replayOptions(): ReplayOptions {
    const { tools } = this.#context;
    return {
      tools: tools.list().map((tool) => this.#toEngineTool(tool)),
      resolve: (toolId) => tools.aliases.resolve(toolId),
      learnable: (execution) => this.learnable(execution),
    };
  }

  #toEngineTool(tool: ToolRecord): EngineTool {
    return this.#context.tools.toEngineTool(tool, this.#context.vectors.vector(tool));
  }
}
