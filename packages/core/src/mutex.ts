import { giveWay } from './give-way.js';

export interface Mutex {
  /** Runs `work` after all earlier work has settled; one failing does not stop the next. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const result = last.then(giveWay).then(work);
      last = result.catch(() => undefined);
      return result;
    },
  };
}
