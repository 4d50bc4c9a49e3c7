import type { Clock } from '../contracts/environment.js';
import type { KeyValueStore } from '../contracts/key-value-store.js';
import { AuthError } from '../errors/auth-error.js';
import { namespaces } from '../namespaces.js';

export interface RateLimiterOptions {
  /** Where it counts. Limits hold as far as it is atomic: with `process` each process has its own. */
  readonly kv: KeyValueStore;
  /** The clock that `kv` has. @default Date */
  readonly clock?: Clock | undefined;
}

export interface RateLimit {
  /** How many times within a window. */
  readonly limit: number;
  /** Milliseconds, an hour at most. Windows follow each other without a gap, the same ones for everybody. */
  readonly window: number;
}

export interface RateLimitAnswer {
  readonly allowed: boolean;
  /** How many more times within this window. */
  readonly remaining: number;
  /** Whole seconds until it is worth another try, as the header Retry-After has them; 0 where it is allowed. */
  readonly retryAfter: number;
}

export interface RateLimiter {
  /**
   * Counts one more time, refused ones too. `name` (lower case letters, digits, hyphens) says what is limited, with a limit
   * and a window of its own; `subject` is who is, in 128 characters at most.
   *
   * @throws AuthError `INVALID_INPUT` | `KV_FAILED`: whoever cannot count does not let anybody through
   */
  check(name: string, subject: string, limit: RateLimit): Promise<RateLimitAnswer>;
}

/** Limits how often somebody may do something, however many try at the same time. */
export function createRateLimiter({ kv, clock = Date }: RateLimiterOptions): RateLimiter {
  return {
    async check(name, subject, { limit, window }) {
      requireValid(name, subject, { limit, window });
      const now = clock.now();
      // Which window it is stands in the key, so that its end is known without being read.
      const end = (Math.floor(now / window) + 1) * window;
      const key = `${namespaces.apiKey.prefix}rate:${name}:${end}:${subject}`;
      const count = await kv.increment(key, { expiresAt: end });
      const allowed = count <= limit;
      return {
        allowed,
        remaining: Math.max(0, limit - count),
        retryAfter: allowed ? 0 : Math.ceil((end - now) / 1_000),
      };
    },
  };
}

function requireValid(name: string, subject: string, { limit, window }: RateLimit): void {
  const wrong =
    (!/^[a-z\d-]{1,64}$/.test(name) &&
      'The name of a rate limit has to be of lower case letters, digits and hyphens.') ||
    (subject.length > 128 && 'The subject of a rate limit has to be of 128 characters at most.') ||
    (!isWholeUpTo(limit, Number.MAX_SAFE_INTEGER) && 'A rate limit has to be a whole number of at least 1.') ||
    (!isWholeUpTo(window, namespaces.apiKey.ttl) &&
      'The window of a rate limit has to be whole milliseconds, an hour at most.');
  if (wrong !== false) throw new AuthError('INVALID_INPUT', wrong);
}

function isWholeUpTo(value: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= most;
}
