import type { Clock } from '../../contracts/environment.js';
import type { Expiry, KeyValueStore } from '../../contracts/key-value-store.js';
import { assertMembers, isClock, isPort, isText, optional } from '../../input/check.js';
import { closedError, failedError, notANumberError, unreadableError } from '../failures.js';
import { endOf, garbageAfter } from '../lifetime.js';
import { deleteScript, getScript, incrementScript, setIfAbsentScript, setScript, takeScript } from './scripts.js';

/** What is used of a client of Redis. One of `ioredis` has it as it is. */
export interface RedisClient {
  eval(script: string, keyCount: number, ...keyAndArguments: string[]): Promise<unknown>;
}

export interface RedisKeyValueStoreOptions {
  /**
   * A client of `ioredis`, or of `redis` in these words:
   * `{ eval: (script, _, key, ...rest) => client.eval(script, { keys: [key], arguments: rest }) }`.
   */
  readonly client: RedisClient;
  /** What decides whether an entry has expired. @default Date */
  readonly clock?: Clock | undefined;
  /** What keys begin with in the database; end it with a separator. @default '' */
  readonly keyPrefix?: string | undefined;
}

/**
 * Keeps entries in Redis 6 or later, alone or as a cluster, atomic between all processes that use it. How long a call waits
 * for a database that does not answer is an option of the client (`commandTimeout` of ioredis).
 * @throws AuthError `INVALID_INPUT`
 */
export function createRedisKeyValueStore(options: RedisKeyValueStoreOptions): KeyValueStore {
  assertMembers('The options of createRedisKeyValueStore', options, {
    client: isPort<RedisClient>('a client of Redis', 'eval'),
    clock: optional(isClock),
    keyPrefix: optional(isText),
  });
  const { client, clock = Date, keyPrefix = '' } = options;
  let isClosed = false;

  async function run(script: string, key: string, ...rest: readonly string[]): Promise<unknown> {
    if (isClosed) throw closedError();
    try {
      return await client.eval(script, 1, keyPrefix + key, String(clock.now()), ...rest);
    } catch (error) {
      throw failedError('Redis', error, replyCodeOf(error));
    }
  }
  function written(value: string, expiry: Expiry | undefined): readonly string[] {
    const expiresAt = endOf(expiry);
    return [value, String(expiresAt ?? ''), String(garbageAfter(expiresAt, clock.now()) ?? '')];
  }

  return {
    specificationVersion: 1,
    atomicity: 'shared',
    get: async (key) => textOf(await run(getScript, key)),
    async set(key, value, expiry) {
      await run(setScript, key, ...written(value, expiry));
    },
    delete: async (key) => numberOf(await run(deleteScript, key)) === 1,
    take: async (key) => textOf(await run(takeScript, key)),
    async increment(key, expiry) {
      const sum = await run(incrementScript, key, ...written('', expiry));
      if (sum === null) throw notANumberError();
      return numberOf(sum);
    },
    setIfAbsent: async (key, value, expiry) =>
      numberOf(await run(setIfAbsentScript, key, ...written(value, expiry))) === 1,
    async close() {
      isClosed = true;
    },
  };
}

function textOf(reply: unknown): string | undefined {
  if (reply === null) return undefined;
  if (typeof reply !== 'string') throw unreadableError();
  return reply;
}

function numberOf(reply: unknown): number {
  if (typeof reply !== 'number') throw unreadableError();
  return reply;
}

/** Replies of Redis begin with a code (`OOM`, `READONLY`); what follows may have arguments of the command in it. */
function replyCodeOf(error: unknown): string | undefined {
  const { name, message } = (error ?? {}) as { readonly name?: unknown; readonly message?: unknown };
  return name === 'ReplyError' || name === 'ErrorReply' ? /^[A-Z]{2,20}(?= )/.exec(String(message))?.[0] : undefined;
}
