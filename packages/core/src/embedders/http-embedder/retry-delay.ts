import type { Random } from '../../contracts/environment.js';

export interface RetryDelayOptions {
  readonly retryDelayMs: number;
  readonly maxRetryDelayMs: number;
  readonly random: Random;
}

/**
 * Milliseconds before retry number `retry` (from 0): doubling, with a random half so that callers that failed together
 * do not come back together; never sooner than the endpoint asks, never longer than `maxRetryDelayMs`. The law is
 * "equal jitter" of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/.
 */
export function retryDelay(
  retry: number,
  retryAfterMs: number | undefined,
  { retryDelayMs, maxRetryDelayMs, random }: RetryDelayOptions,
): number {
  const longest = Math.min(maxRetryDelayMs, retryDelayMs * 2 ** retry);
  return Math.min(maxRetryDelayMs, Math.max(retryAfterMs ?? 0, longest * (0.5 + random() / 2)));
}

/** A `Retry-After` header (RFC 9110 §10.2.3: seconds or a date) in milliseconds from `now`; undefined: none to go by. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const delay = Date.parse(value) - now;
  return Number.isNaN(delay) ? undefined : Math.max(0, delay);
}

/** Resolves after the time; rejects with the signal's reason as soon as it aborts. No timer is left either way. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
