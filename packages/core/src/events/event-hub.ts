type Listener<Payload> = (payload: Payload) => unknown;

/**
 * Tells listeners what happened, in the order in which they came. A listener that throws, or whose promise rejects,
 * is reported and disturbs neither the others nor whoever emits.
 */
export class EventHub<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();
  readonly #report: (error: unknown) => void;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** Returns the function that ends it. One function that listens twice is called twice, and ended one by one. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const own: Listener<Events[Name]> = (payload) => listener(payload);
    listeners.add(own);
    return () => void listeners.delete(own);
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])] as Listener<Events[Name]>[]) {
      try {
        Promise.resolve(listener(payload)).catch(this.#report);
      } catch (error) {
        this.#report(error);
      }
    }
  }

  /** Forgets every listener. */
  clear(): void {
    this.#listeners.clear();
  }
}
