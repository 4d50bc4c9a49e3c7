import type { Clock } from '../../contracts/environment.js';
import type { KeyValueStore } from '../../contracts/key-value-store.js';
import { AuthError } from '../../errors/auth-error.js';
import { assertMembers, isClock, isFunction, isPort, isText, optional } from '../../input/check.js';
import { failedError } from '../failures.js';
import { garbageAfter, isInForce } from '../lifetime.js';
import { createQueueByKey } from '../queue-by-key.js';
import { createSteppedStore, type Step } from '../steps.js';
import { storedEntry } from '../stored-entry.js';

type Key = readonly [string, string];

/** What is used of `Deno.Kv`. */
export interface DenoKv {
  get(key: Key): Promise<{ readonly value: unknown; readonly versionstamp: string | null }>;
  atomic(): DenoAtomicOperation;
}

/** What is used of `Deno.AtomicOperation`. */
export interface DenoAtomicOperation {
  check(state: { readonly key: Key; readonly versionstamp: string | null }): DenoAtomicOperation;
  set(key: Key, value: unknown, options?: { readonly expireIn?: number }): DenoAtomicOperation;
  delete(key: Key): DenoAtomicOperation;
  commit(): Promise<{ readonly ok: boolean }>;
}

export interface DenoKeyValueStoreOptions {
  /** What `Deno.openKv()` has opened. */
  readonly kv: DenoKv;
  /** What decides whether an entry has expired. @default Date */
  readonly clock?: Clock | undefined;
  /** The first part of every key in the database. @default 'agentcards' */
  readonly keyPrefix?: string | undefined;
  /** Numbers from 0 up to 1, by which processes that want the same key wait for different times. @default Math.random */
  readonly random?: (() => number) | undefined;
}

// With each but those that found a file locked another process has got on: only what very many want at once fails.
const attempts = 50;
const longestWait = 50;

/**
 * Keeps entries in Deno KV, atomic between all processes that use it: what others changed meanwhile is read again, 50
 * times at most, and then rejects with `KV_FAILED`. Closing the store does not close `kv`.
 * @throws AuthError `INVALID_INPUT`
 */
export function createDenoKeyValueStore(options: DenoKeyValueStoreOptions): KeyValueStore {
  assertMembers('The options of createDenoKeyValueStore', options, {
    kv: isPort<DenoKv>('what Deno.openKv() has opened', 'get', 'atomic'),
    clock: optional(isClock),
    keyPrefix: optional(isText),
    random: optional(isFunction),
  });
  const { kv, clock = Date, keyPrefix = 'agentcards', random = Math.random } = options;
  // Callers of this process wait for each other instead of trying again.
  const queue = createQueueByKey();

  /** The answer, or undefined where others came between. */
  async function attempt<Answer>(key: Key, step: Step<Answer>): Promise<{ readonly answer: Answer } | undefined> {
    const { value, versionstamp } = await kv.get(key);
    const now = clock.now();
    const stored = storedEntry(value);
    const current = stored !== undefined && isInForce(stored, now) ? stored : undefined;
    const { answer, entry } = step(current);
    if (entry === stored) return { answer };
    const operation = kv.atomic().check({ key, versionstamp });
    if (entry === undefined) operation.delete(key);
    else {
      const expireIn = garbageAfter(entry.expiresAt, now);
      operation.set(key, entry, expireIn === undefined ? {} : { expireIn });
    }
    return (await operation.commit()).ok ? { answer } : undefined;
  }

  async function perform<Answer>(key: Key, step: Step<Answer>): Promise<Answer> {
    for (let tried = 1; tried <= attempts; tried++) {
      const done = await attempt(key, step).catch((error: unknown) => {
        if (isLocked(error)) return undefined;
        throw failedError('Deno KV', error);
      });
      if (done !== undefined) return done.answer;
      await wait(random() * Math.min(longestWait, 2 ** tried));
    }
    throw new AuthError(
      'KV_FAILED',
      `Others changed an entry of Deno KV ${attempts} times while it was to be changed.`,
      {
        hint: 'Try again; where it happens often, too many processes want the same key.',
      },
    );
  }

  return createSteppedStore({
    atomicity: 'shared',
    perform: (key, step) => queue(key, () => perform([keyPrefix, key], step)),
  });
}

/** Two processes on one file: SQLite lets one in, and says only in words that the other was not. */
function isLocked(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'database is locked';
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
