import { expect, test } from 'vitest';
import type { KeyValueStore } from '../contracts/key-value-store.js';
import { AuthError } from '../errors/auth-error.js';
import { createMemoryKeyValueStore } from '../kv/memory-key-value-store.js';
import { namespaces } from '../namespaces.js';
import { createRateLimiter } from './rate-limiter.js';

const minute = 60_000;

function limiterAt(now: number) {
  const clock = { time: now, now: () => clock.time };
  const kv = createMemoryKeyValueStore({ clock });
  return { clock, kv, limiter: createRateLimiter({ kv, clock }) };
}

test('of 100 at the same time exactly as many pass as the limit says', async () => {
  const { limiter } = limiterAt(0);
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => limiter.check('sign-in', '192.0.2.1', { limit: 10, window: minute })),
  );
  const passed = answers.filter(({ allowed }) => allowed);
  expect(passed.map(({ remaining }) => remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(answers.filter(({ allowed, remaining }) => !allowed && remaining === 0)).toHaveLength(90);
});

test('Retry-After is the time to the end of the window, to the second that is worth a try', async () => {
  const { clock, limiter } = limiterAt(10 * minute);
  const check = () => limiter.check('key', 'ac_12345678', { limit: 1, window: minute });
  expect(await check()).toEqual({ allowed: true, remaining: 0, retryAfter: 0 });
  for (const [elapsed, retryAfter] of [
    [0, 60],
    [1, 60],
    [1_000, 59],
    [59_000, 1],
    [59_999, 1],
  ] as const) {
    clock.time = 10 * minute + elapsed;
    expect(await check(), `after ${elapsed} ms`).toEqual({ allowed: false, remaining: 0, retryAfter });
  }
  clock.time = 11 * minute;
  expect(await check()).toMatchObject({ allowed: true });
});

test('a clock that goes backwards opens no window anew', async () => {
  const { clock, limiter } = limiterAt(10 * minute + 5_000);
  const check = () => limiter.check('key', 'a', { limit: 1, window: minute });
  await check();
  clock.time -= 4_000;
  expect(await check()).toMatchObject({ allowed: false, retryAfter: 59 });
});

test('names and subjects are counted apart, also those that begin alike', async () => {
  const { limiter } = limiterAt(0);
  const limit = { limit: 1, window: minute };
  for (const [name, subject] of [
    ['a', 'b'],
    ['a', 'b:c'],
    ['a-b', 'c'],
    ['a', ''],
    ['a', '__proto__'],
    ['a', 'B'],
  ] as const) {
    expect(await limiter.check(name, subject, limit)).toMatchObject({ allowed: true });
    expect(await limiter.check(name, subject, limit)).toMatchObject({ allowed: false });
  }
});

test('it writes under its namespace, and nothing for longer than that allows', async () => {
  const written: unknown[] = [];
  const { kv, clock } = limiterAt(5 * minute);
  const recording: KeyValueStore = {
    ...kv,
    increment(key, expiry) {
      written.push([key, expiry]);
      return kv.increment(key, expiry);
    },
  };
  const limiter = createRateLimiter({ kv: recording, clock });
  await limiter.check('key', '192.0.2.1', { limit: 1, window: namespaces.apiKey.ttl });
  expect(written).toEqual([['auth/api-key:rate:key:3600000:192.0.2.1', { expiresAt: 60 * minute }]]);
});

test('a store that fails lets nobody through', async () => {
  const { kv } = limiterAt(0);
  const failure = new AuthError('KV_FAILED', 'down');
  const limiter = createRateLimiter({ kv: { ...kv, increment: () => Promise.reject(failure) } });
  await expect(limiter.check('key', 'a', { limit: 1, window: minute })).rejects.toBe(failure);
});

test.each([
  ['a name with a colon', 'a:b', 'c', 1, minute],
  ['no name', '', 'c', 1, minute],
  ['a subject that makes a key too long', 'a', 'c'.repeat(129), 1, minute],
  ['no times', 'a', 'c', 0, minute],
  ['half a time', 'a', 'c', 1.5, minute],
  ['no window', 'a', 'c', 1, 0],
  ['a window that is longer than the namespace keeps anything', 'a', 'c', 1, namespaces.apiKey.ttl + 1],
  ['no number', 'a', 'c', 1, Number.NaN],
])('%s is refused', async (_, name, subject, limit, window) => {
  const { limiter } = limiterAt(0);
  await expect(limiter.check(name, subject, { limit, window })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('a million spoofed subjects stay in bounds, and push out no session', async () => {
  const { limiter, kv } = limiterAt(0);
  await kv.set('auth/session:1', 'kept', { expiresAt: namespaces.session.ttl });
  const limit = { limit: 10, window: minute };
  for (let subject = 0; subject < 1_000_000; subject++) await limiter.check('key', String(subject), limit);
  let kept = 0;
  for (let subject = 0; subject < 1_000_000; subject++) {
    if ((await kv.get(`auth/api-key:rate:key:${minute}:${subject}`)) !== undefined) kept++;
  }
  expect(kept).toBeGreaterThan(90_000);
  expect(kept).toBeLessThanOrEqual(100_000);
  expect(await kv.get('auth/session:1')).toBe('kept');
  expect(await limiter.check('key', '999999', limit)).toMatchObject({ remaining: 8 });
});
