import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { createRateLimiter } from '@agentcards/auth';
import { createRedisKeyValueStore } from '@agentcards/auth/redis';
import { testKv } from '@agentcards/conformance/auth/vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RedisServer, redisAbsent, startRedisServer } from './redis-server.js';

const execute = promisify(execFile);

describe.skipIf(redisAbsent !== undefined)(`a real Redis${redisAbsent ? `, skipped: ${redisAbsent}` : ''}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server?.stop());

  testKv((name, clock) => createRedisKeyValueStore({ client: server.connect(), clock, keyPrefix: `${name}:` }), {
    title: '@agentcards/auth/redis',
    atomicity: 'shared',
    unreachable: (_, clock) => createRedisKeyValueStore({ client: server.connectToNothing(), clock }),
  });

  test('between processes nothing is lost, and nothing is taken or written twice', async () => {
    const worker = join(import.meta.dirname, 'kv-worker.mjs');
    const runs = Array.from({ length: 3 }, () => execute(process.execPath, [worker, server.path, '200']));
    const reports = (await Promise.all(runs)).map(({ stdout }) => JSON.parse(stdout));
    const store = createRedisKeyValueStore({ client: server.connect() });
    expect(await store.get('counter')).toBe('600');
    const rest = Number((await store.take('taken')) ?? 0);
    expect(reports.reduce((sum, { taken }) => sum + taken, rest)).toBe(600);
    expect(reports.reduce((sum, { won }) => sum + won, 0)).toBe(1);
  });

  test('of 100 at the same time in two processes exactly as many pass as the limit says', async () => {
    const clock = { now: () => 0 };
    const limiters = [0, 1].map(() =>
      createRateLimiter({ kv: createRedisKeyValueStore({ client: server.connect(), clock }), clock }),
    );
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, caller) =>
        limiters[caller % 2]!.check('sign-in', '192.0.2.1', { limit: 10, window: 60_000 }),
      ),
    );
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(10);
  });

  test('what has expired is cleared away by Redis, a minute later than it may', async () => {
    const client = server.connect();
    const clock = { time: 1_000_000, now: () => clock.time };
    const store = createRedisKeyValueStore({ client, clock, keyPrefix: 'garbage:' });
    await store.set('a', 'a', { expiresAt: clock.time + 10_000 });
    await store.increment('b', { expiresAt: clock.time + 10_000 });
    await store.increment('b');
    await store.setIfAbsent('c', 'c', { expiresAt: clock.time + 10_000 });
    await store.set('over', 'over', { expiresAt: 0 });
    for (const key of ['a', 'b', 'c']) {
      const left = await client.pttl(`garbage:${key}`);
      expect(left).toBeGreaterThan(10_000);
      expect(left).toBeLessThanOrEqual(70_000);
    }
    expect(await client.pttl('garbage:over')).toBeLessThanOrEqual(60_000);
    await store.set('a', 'a');
    await store.set('d', 'd');
    expect(await client.pttl('garbage:a')).toBe(-1);
    expect(await client.pttl('garbage:d')).toBe(-1);
  });

  test('keys stand in the database as they are', async () => {
    const client = server.connect();
    await createRedisKeyValueStore({ client }).set('auth/session:1', 'value');
    expect(await client.keys('auth/session:*')).toEqual(['auth/session:1']);
  });

  test('what something else has written there is an error, which says no more than its code', async () => {
    const client = server.connect();
    const store = createRedisKeyValueStore({ client });
    await client.lpush('canary-list', 'canary-element');
    await client.set('canary-text', 'canary without an end');
    for (const [key, reason] of [
      ['canary-list', 'WRONGTYPE'],
      ['canary-text', 'ERR'],
    ] as const) {
      const errors = await Promise.all([
        rejection(store.get(key)),
        rejection(store.take(key)),
        rejection(store.delete(key)),
        rejection(store.increment(key)),
        rejection(store.setIfAbsent(key, 'canary-value')),
      ]);
      for (const error of errors) {
        expect(error).toMatchObject({ code: 'KV_FAILED', details: { reason } });
        expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('canary');
      }
    }
    expect(await client.llen('canary-list')).toBe(1);
    expect(await client.get('canary-text')).toBe('canary without an end');
  });

  test('a Redis that refuses scripts repeats the command in its error, and ours does not', async () => {
    const client = server.connect();
    await client.call('ACL', 'SETUSER', 'reader', 'on', 'nopass', '~*', '+@all', '-eval');
    await client.call('AUTH', 'reader', 'any');
    const store = createRedisKeyValueStore({ client });
    const error = await rejection(store.set('canary-key', 'canary-value'));
    expect(error).toMatchObject({ code: 'KV_FAILED', details: { reason: 'NOPERM' } });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('canary');
  });

  test('a closed store leaves the client open', async () => {
    const client = server.connect();
    const store = createRedisKeyValueStore({ client });
    await store.close();
    expect(await client.ping()).toBe('PONG');
  });
});

function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
