import { AuthError } from '../errors/auth-error.js';

/** Lets few run at a time and few wait; the others are told at once that it is too much. */
export function createSemaphore(options: { readonly permits: number; readonly maxWaiting: number }) {
  let free = options.permits;
  const waiting: (() => void)[] = [];
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (free > 0) free--;
    else if (waiting.length < options.maxWaiting) await new Promise<void>((resolve) => waiting.push(resolve));
    else {
      throw new AuthError('RATE_LIMITED', 'Too many keys wait to be verified.', { details: { retryAfter: 1 } });
    }
    try {
      return await work();
    } finally {
      // Whoever waited longest gets the permit itself: nobody comes between.
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

export type Semaphore = ReturnType<typeof createSemaphore>;
