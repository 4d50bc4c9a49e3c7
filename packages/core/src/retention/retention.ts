import type { Clock } from '../contracts/environment.js';
import type { Store } from '../contracts/store.js';
import type { ToolId } from '../contracts/tool.js';
import { throwIfAborted } from '../errors/aborted.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { giveWay } from '../give-way.js';
import type { Projection } from '../learning/projection.js';
import type { WeightLearner } from '../learning/weight-learner.js';
import { createMutex, type Mutex } from '../mutex.js';
import type { ToolIndex } from '../tools/tool-index.js';
import type { MaintenanceReport } from './maintenance-report.js';
import { type RetentionLimits, retentionLimits } from './retention-limits.js';
import type { RetentionPolicy } from './retention-policy.js';
import { retireExecutions } from './retire-executions.js';
import { purgeableTools, surveyStore } from './survey.js';

/** Rows in one transaction: others wait for no more. */
const stepSize = 200;
/** In the background after so many executions, or with the first one after so much time. */
const executionsBetweenRuns = 500;
const timeBetweenRuns = 24 * 60 * 60 * 1_000;

export interface RetentionContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly policy: RetentionPolicy;
  readonly writes: Mutex;
  readonly tools: ToolIndex;
  readonly weights: WeightLearner;
  readonly projection: Projection;
  /** Makes answers follow tools that are no more. */
  readonly purged: (toolIds: readonly ToolId[]) => void;
  readonly onError: (error: unknown) => Promise<void>;
}

/**
 * Takes out what has grown too old, in steps: each is one transaction of bounded size, and the event loop turns after it.
 * By itself after the start, and then with an execution now and again: no timer keeps a process alive.
 */
export class Retention {
  readonly #context: RetentionContext;
  readonly #runs = createMutex();
  #background: Promise<void> | undefined;
  #isClosed = false;
  #lastRun = 0;
  #recorded = 0;

  constructor(context: RetentionContext) {
    this.#context = context;
  }

  /** An execution was recorded. */
  recorded(): void {
    this.#recorded += 1;
    this.#startIfDue();
  }

  /** Runs in the background, unless it does already. */
  start(): void {
    if (this.#background !== undefined || this.#isClosed) return;
    this.#lastRun = this.#context.clock.now();
    this.#recorded = 0;
    this.#background = this.run().then(
      () => this.#ended(),
      async (error) => {
        if (!this.#isClosed) await this.#context.onError(error);
        this.#ended();
      },
    );
  }

  /** @throws AgentCardsError `ABORTED` | `CLOSED`, after the step at hand; what was done stays done */
  run(
    options: { readonly dryRun?: boolean | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<MaintenanceReport> {
    const { clock, policy } = this.#context;
    return this.#runs.run(async () => {
      // Also where there is nothing to take out.
      throwIfAborted(options.signal);
      const limits = retentionLimits(policy, clock.now());
      return options.dryRun ? this.#preview(limits, options.signal) : this.#apply(limits, options.signal);
    });
  }

  /** Waits for the step at hand. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#background;
  }

  #startIfDue(): void {
    const passed = this.#context.clock.now() - this.#lastRun;
    if (this.#recorded >= executionsBetweenRuns || (this.#recorded > 0 && passed >= timeBetweenRuns)) this.start();
  }

  #ended(): void {
    this.#background = undefined;
    this.#startIfDue();
  }

  async #apply(limits: RetentionLimits, signal: AbortSignal | undefined): Promise<MaintenanceReport> {
    const executions = await this.#retire(limits.executions, signal);
    const errors = await this.#prune(limits.errors, signal);
    const removedTools = await this.#purge(limits, signal);
    return { dryRun: false, executions, errors, removedTools, unsupported: this.#unsupported() };
  }

  async #preview(limits: RetentionLimits, signal: AbortSignal | undefined): Promise<MaintenanceReport> {
    const { store, tools } = this.#context;
    const { oldExecutions, purgeable } = await surveyStore(store, tools, limits, () => this.#check(signal));
    const total = limits.errors === undefined || store.errors.prune === undefined ? 0 : await store.errors.count();
    // The log is read by what came last, which need not be what happened last.
    const log = total === 0 ? [] : await store.errors.recent(total);
    const errors = log.filter(({ timestamp }) => timestamp < limits.errors!).length;
    const removedTools = purgeable.length;
    return { dryRun: true, executions: oldExecutions, errors, removedTools, unsupported: this.#unsupported() };
  }

  async #retire(before: Date | undefined, signal: AbortSignal | undefined): Promise<number> {
    const { store, writes, weights, projection } = this.#context;
    const { retirement } = store;
    if (before === undefined || retirement === undefined) return 0;
    const forgets = projection.engine.forget !== undefined;
    const step = async (): Promise<number | 'learning'> => {
      // What is being learned would have to begin anew.
      if (weights.health.isLearning) return 'learning';
      const old = await retirement.oldest({ before, limit: stepSize });
      if (old.length === 0) return 0;
      if (!forgets) await projection.outdate();
      const learned = old.map((execution) => projection.learnable(execution));
      const count = await retireExecutions(learned, retirement, projection.engine);
      if (forgets) await weights.retired(count);
      return count;
    };
    let retired = 0;
    try {
      for (;;) {
        const count = await this.#step(() => writes.run(step), signal);
        if (count === 'learning') await weights.learned(signal);
        else retired += count;
        if (count !== 'learning' && count < stepSize) return retired;
      }
    } finally {
      if (!forgets && retired > 0) await writes.run(() => projection.project('later'));
    }
  }

  async #prune(before: Date | undefined, signal: AbortSignal | undefined): Promise<number> {
    const { errors } = this.#context.store;
    if (before === undefined || errors.prune === undefined) return 0;
    let pruned = 0;
    for (let count = stepSize; count === stepSize; pruned += count) {
      count = await this.#step(() => errors.prune!({ before, limit: stepSize }), signal);
    }
    return pruned;
  }

  async #purge(limits: RetentionLimits, signal: AbortSignal | undefined): Promise<number> {
    const { store, tools, writes, purged } = this.#context;
    const purgeable = await purgeableTools(store, tools, limits, () => this.#check(signal));
    let count = 0;
    for (let start = 0; start < purgeable.length; start += stepSize) {
      const some = purgeable.slice(start, start + stepSize);
      const step = async () => {
        const still = new Set(tools.tombstones(limits.removedTools));
        const gone = some.filter((toolId) => still.has(toolId));
        await tools.purge(gone);
        purged(gone);
        return gone.length;
      };
      count += await this.#step(() => writes.run(step), signal);
    }
    return count;
  }

  /** One step, after which others get their turn. */
  async #step<Result>(work: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
    this.#check(signal);
    const result = await work();
    await giveWay();
    return result;
  }

  #check(signal: AbortSignal | undefined): void {
    throwIfAborted(signal);
    if (this.#isClosed) throw new AgentCardsError('CLOSED', 'Closed before everything old was taken out.');
  }

  #unsupported(): MaintenanceReport['unsupported'] {
    const { store, policy } = this.#context;
    const isMissing = {
      executions: store.retirement === undefined,
      errors: store.errors.prune === undefined,
      removedTools: store.tools.purge === undefined,
    };
    return (['executions', 'errors', 'removedTools'] as const).filter(
      (name) => policy[name] !== false && isMissing[name],
    );
  }
}
