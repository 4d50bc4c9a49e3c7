import type { AdaptiveConfigStore } from '../contracts/adaptive-config.js';
import type { ScoringEngine } from '../contracts/engine.js';
import type { Clock } from '../contracts/environment.js';
import { untilAborted } from '../embedding/deadline.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { runInSlices } from './run-in-slices.js';

/** Below this many executions nothing is learned. */
const firstGrowth = 30;
/** What is learned again has this many times the executions of the last time. */
const growth = 1.5;
const keyPrefix = 'weight.';

type LearningEngine = Pick<ScoringEngine, 'learnWeights' | 'weights' | 'setWeights'>;

/** What the weights of the evidence rest on. */
export interface WeightsHealth {
  /** Executions that were known when they were learned, and were not retired since; 0 before. */
  readonly executions: number;
  readonly learnedAt?: Date | undefined;
  /** Whether they are being learned now. */
  readonly isLearning: boolean;
}

interface Learned {
  readonly executions: number;
  readonly learnedAt: Date;
}

export interface WeightLearnerOptions {
  readonly store: AdaptiveConfigStore | undefined;
  readonly clock: Clock;
  readonly onError: (error: unknown) => Promise<void>;
}

/**
 * Has the engine learn how much each kind of evidence is worth, in the background whenever the executions have grown
 * enough, and keeps what was learned. One thing at a time: what comes later stops what runs. What fails is tried again
 * when there are half as many executions more.
 */
export class WeightLearner {
  readonly #options: WeightLearnerOptions;
  #engine: LearningEngine | undefined;
  /** Executions that the engine knows. */
  #executions = 0;
  /** How many of them it knew at the last attempt. */
  #attempted = 0;
  #learned: Learned | undefined;
  #stop = new AbortController();
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: WeightLearnerOptions) {
    this.#options = options;
  }

  get health(): WeightsHealth {
    return { executions: 0, ...this.#learned, isLearning: this.#running !== undefined };
  }

  /** Gives the engine what was learned before, at the start. Throws what the store throws. */
  begin(engine: LearningEngine, executions: number): Promise<void> {
    return this.#run(async () => {
      this.#take(engine, executions);
      const stored = (await this.#options.store?.read(keyPrefix)) ?? [];
      const [first] = stored;
      // From a history that was longer: it is not this one.
      if (first === undefined || first.samples > executions) return;
      engine.setWeights(Object.fromEntries(stored.map(({ key, value }) => [key.slice(keyPrefix.length), value])));
      this.#learned = { executions: first.samples, learnedAt: first.updatedAt };
      this.#attempted = first.samples;
    });
  }

  /** The engine has observed one execution more. */
  observed(): void {
    this.#executions += 1;
    this.#startIfDue();
  }

  /**
   * The engine has let go of its oldest executions: what was learned of them stays until others take their place, also after
   * a new start.
   */
  async retired(executions: number): Promise<void> {
    this.#executions -= executions;
    this.#attempted = Math.max(0, this.#attempted - executions);
    // Once none of them is left nothing changes any more.
    if (this.#learned !== undefined && this.#learned.executions > 0) {
      this.#learned = { ...this.#learned, executions: Math.max(0, this.#learned.executions - executions) };
      await this.#keep(this.#engine!, this.#learned).catch(this.#options.onError);
    }
    this.#startIfDue();
  }

  /**
   * Forgets what was learned, and has an engine in the place of the former learn before it answers. When this is
   * closed meanwhile, the next start learns. Throws what the store throws at forgetting.
   */
  learnAnew(engine: LearningEngine, executions: number): Promise<void> {
    return this.#run(async (signal) => {
      await this.#options.store?.replace(keyPrefix, []);
      this.#take(engine, executions);
      if (this.#isDue()) await this.#learn(signal);
    });
  }

  /**
   * The same in the background; until then the weights of the former engine, if there was one and there is enough to learn
   * from, are in force.
   */
  learnLater(engine: LearningEngine, executions: number): Promise<void> {
    return this.#run(async () => {
      await this.#options.store?.replace(keyPrefix, []);
      const former = this.#engine;
      this.#take(engine, executions);
      if (former !== undefined && this.#isDue()) engine.setWeights(former.weights());
    });
  }

  /**
   * Resolves when nothing is being learned nor about to be; the signal ends the wait, not the work.
   * @throws AgentCardsError `ABORTED` | `CLOSED`
   */
  async learned(signal: AbortSignal = new AbortController().signal): Promise<void> {
    try {
      signal.throwIfAborted();
      while (this.#running !== undefined) await untilAborted(this.#running, signal);
    } catch (reason) {
      throw new AgentCardsError('ABORTED', 'The call was aborted.', { cause: reason });
    }
    if (this.#isDue()) throw new AgentCardsError('CLOSED', 'Closed before the weights were learned.');
  }

  /** Stops after the slice at hand. What is not learned is learned after the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stop.abort();
    await this.#running;
  }

  #take(engine: LearningEngine, executions: number): void {
    this.#engine = engine;
    this.#executions = executions;
    this.#attempted = 0;
    this.#learned = undefined;
  }

  #isDue(): boolean {
    return this.#executions >= Math.max(firstGrowth, growth * this.#attempted);
  }

  #startIfDue(): void {
    if (this.#running === undefined && !this.#isClosed && this.#isDue()) {
      void this.#run((signal) => this.#learn(signal));
    }
  }

  /** Runs this as soon as what runs has stopped. Set in this turn: whoever asks afterwards waits for it. */
  #run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    if (this.#isClosed) this.#stop.abort();
    const { signal } = this.#stop;
    const done = (this.#running ?? Promise.resolve()).then(() => work(signal));
    const running: Promise<void> = done
      .catch(() => {})
      .then(() => {
        if (this.#running !== running) return;
        this.#running = undefined;
        this.#startIfDue();
      });
    this.#running = running;
    return done;
  }

  /** Writes what is in force now. Throws what the store throws. */
  async #keep(engine: LearningEngine, { executions, learnedAt }: Learned): Promise<void> {
    await this.#options.store?.replace(
      keyPrefix,
      Object.entries(engine.weights()).map(([name, value]) => {
        return { key: keyPrefix + name, value, updatedAt: learnedAt, samples: executions };
      }),
    );
  }

  /** Never rejects. */
  async #learn(signal: AbortSignal): Promise<void> {
    const executions = this.#executions;
    try {
      const engine = this.#engine!;
      if (!(await runInSlices(engine.learnWeights(), signal))) return;
      this.#attempted = executions;
      const learnedAt = new Date(this.#options.clock.now());
      // In force as they are stored, so that a new start answers alike.
      const weights = Object.entries(engine.weights()).map(([name, weight]) => [name, Math.fround(weight)] as const);
      engine.setWeights(Object.fromEntries(weights));
      this.#learned = { executions, learnedAt };
      await this.#keep(engine, this.#learned);
    } catch (error) {
      this.#attempted = executions;
      await this.#options.onError(error);
    }
  }
}
