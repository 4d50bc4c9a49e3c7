import type { Clock } from '../contracts/environment.js';
import type { AgentCardsEvents } from '../events/agent-cards-events.js';
import type { EventHub } from '../events/event-hub.js';

interface Finished {
  readonly embedded: number;
  readonly reused: number;
  readonly failed: number;
}

const nothing: Finished = { embedded: 0, reused: 0, failed: 0 };

/** Counts what the embedding at hand has finished, and tells of it. */
export class WorkCounter {
  readonly #modelId: string;
  readonly #clock: Clock;
  readonly #events: EventHub<AgentCardsEvents>;
  #embedded = 0;
  #reused = 0;
  #failed = 0;
  /** Of the part of the work at hand: what failed, and what is finished and not written yet. */
  #part = nothing;
  #startedAt: number | undefined;

  constructor(modelId: string, clock: Clock, events: EventHub<AgentCardsEvents>) {
    this.#modelId = modelId;
    this.#clock = clock;
    this.#events = events;
  }

  /** A part of the work begins, the first or a further one. */
  begin(): void {
    this.#part = nothing;
    this.#startedAt ??= this.#clock.now();
  }

  /** @param left Tools that are not finished after these. */
  add(finished: Finished, left: number): void {
    this.#part = sum(this.#part, finished);
    const startedAt = this.#startedAt ?? this.#clock.now();
    this.#embedded += finished.embedded;
    this.#reused += finished.reused;
    this.#failed += finished.failed;
    const done = this.#embedded + this.#reused + this.#failed;
    const seconds = (this.#clock.now() - startedAt) / 1_000;
    const perSecond = seconds > 0 ? done / seconds : 0;
    this.#events.emit('embedding.progress', { modelId: this.#modelId, done, total: done + left, perSecond });
  }

  /** What is finished is stored. */
  written(): void {
    this.#part = { ...nothing, failed: this.#part.failed };
  }

  /** The part ends without vectors for some tools: what was counted as finished of them has failed after all. */
  lost(tools: number, left: number): void {
    const { embedded, reused, failed } = this.#part;
    this.add({ embedded: -embedded, reused: -reused, failed: tools - failed }, left);
  }

  /** Nothing is left; the next work counts from zero. */
  complete(): void {
    if (this.#startedAt === undefined) return;
    const summary = {
      modelId: this.#modelId,
      embedded: this.#embedded,
      reused: this.#reused,
      failed: this.#failed,
    };
    this.#embedded = 0;
    this.#reused = 0;
    this.#failed = 0;
    this.#startedAt = undefined;
    if (summary.embedded + summary.reused + summary.failed > 0) this.#events.emit('embedding.completed', summary);
  }
}

function sum(one: Finished, other: Finished): Finished {
  return {
    embedded: one.embedded + other.embedded,
    reused: one.reused + other.reused,
    failed: one.failed + other.failed,
  };
}
