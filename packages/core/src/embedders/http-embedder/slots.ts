type Kind = 'query' | 'document';

export interface Slots {
  /**
   * Does the work as soon as fewer than the most allowed are at work; queries pass documents that wait.
   * Rejects with the signal's reason when it aborts before the work has begun.
   */
  use<Result>(kind: Kind, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

/** Lets at most `count` works go on at once. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting: Readonly<Record<Kind, Set<() => void>>> = { query: new Set(), document: new Set() };

  function leave(): void {
    const [next] = waiting.query.size > 0 ? waiting.query : waiting.document;
    if (next === undefined) free += 1;
    else next();
  }

  function wait(queue: Set<() => void>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        queue.delete(enter);
        reject(signal.reason);
      };
      const enter = () => {
        queue.delete(enter);
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      queue.add(enter);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  return {
    async use(kind, signal, work) {
      signal.throwIfAborted();
      if (free > 0) free -= 1;
      else await wait(waiting[kind], signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
