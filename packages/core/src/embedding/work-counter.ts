import type { Clock } from '../contracts/environment.js';
import type { AgentCardsEvents } from '../events/agent-cards-events.js';
import type { EventHub } from '../events/event-hub.js';

/** Counts what the embedding at hand has finished, and tells of it. */
export class WorkCounter {
  readonly #modelId: string;
  readonly #clock: Clock;
  readonly #events: EventHub<AgentCardsEvents>;
  #embedded = 0;
  #reused = 0;
  #failed = 0;
  #startedAt: number | undefined;

  constructor(modelId: string, clock: Clock, events: EventHub<AgentCardsEvents>) {
    this.#modelId = modelId;
    this.#clock = clock;
    this.#events = events;
  }

  begin(): void {
    this.#startedAt ??= this.#clock.now();
  }

  /** @param left Tools that are not finished after these. */
  add(finished: { readonly embedded: number; readonly reused: number; readonly failed: number }, left: number): void {
    const startedAt = this.#startedAt ?? this.#clock.now();
    this.#embedded += finished.embedded;
    this.#reused += finished.reused;
    this.#failed += finished.failed;
    const done = this.#embedded + this.#reused + this.#failed;
    const seconds = (this.#clock.now() - startedAt) / 1_000;
    const perSecond = seconds > 0 ? done / seconds : 0;
    this.#events.emit('embedding.progress', { modelId: this.#modelId, done, total: done + left, perSecond });
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
