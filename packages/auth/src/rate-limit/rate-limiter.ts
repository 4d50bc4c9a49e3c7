import type { Clock } from '../contracts/environment.js';
import type { KeyValueStore } from '../contracts/key-value-store.js';
import { are, assertMembers, type Checks, isClock, isWholeNumber, optional } from '../input/check.js';
import { isKeyValueStore } from '../input/ports.js';
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

export const rateLimitChecks: Checks<RateLimit> = {
  limit: isWholeNumber(1),
  window: isWholeNumber(1, namespaces.apiKey.ttl),
};
const isName = are(
  '1 to 64 lower case letters, digits and hyphens',
  (name) => typeof name === 'string' && /^[a-z\d-]{1,64}$/.test(name),
);
const isSubject = are(
  'text of 128 characters at most',
  (subject) => typeof subject === 'string' && subject.length <= 128,
);

/**
 * Limits how often somebody may do something, however many try at the same time.
 * @throws AuthError `INVALID_INPUT`
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  assertMembers('The options of createRateLimiter', options, { kv: isKeyValueStore, clock: optional(isClock) });
  const { kv, clock = Date } = options;
  return {
    async check(name, subject, rule) {
      isName(name, 'name');
      isSubject(subject, 'subject');
      assertMembers('The limit', rule, rateLimitChecks);
      const { limit, window } = rule;
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
