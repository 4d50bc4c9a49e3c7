/**
 * What an API key costs a gateway: one that was verified a moment ago, one that was not, and right ones while somebody
 * sends 1,000 wrong ones a second, from as many addresses as they like. Argon2id as shipped, stores in memory.
 *
 *     pnpm build && pnpm bench:keys [--seconds 10]
 */
import { createHmac } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Auth, createAuth, type PasswordHasher } from '@agentcards/auth';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const seconds = Number(values.seconds);
const baseUrl = 'https://gateway.example';

const noHash: PasswordHasher = { hash: async () => 'x', verify: async () => false, needsRehash: () => false };

async function makeKeys(auth: Auth, count: number): Promise<string[]> {
  const user = await auth.users.create({ username: 'agent' });
  const keys: string[] = [];
  while (keys.length < count) keys.push((await auth.apiKeys.create(user.id, { name: 'bench' })).key);
  return keys;
}

const requestWith = (key: string) => new Request(`${baseUrl}/tools`, { headers: { authorization: `Bearer ${key}` } });
const quantile = (sorted: readonly number[], at: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))]!;
const say = (name: string, text: string) => console.log(`${name.padEnd(58)} ${text}`);

async function timed(work: () => Promise<unknown>, count: number): Promise<number> {
  const from = performance.now();
  for (let turn = 0; turn < count; turn++) await work();
  return ((performance.now() - from) * 1_000) / count;
}

const auth = createAuth({
  baseUrl,
  maxKeysPerUser: 10_000,
  rateLimits: { keyByAddress: { limit: 1e9, window: 60_000 } },
});
const keys = await makeKeys(auth, 300);
const [key = ''] = keys;

const request = requestWith(key);
const context = { remoteAddress: '192.0.2.1' };
await timed(() => auth.authenticate(request, context), 20_000);
const rounds: { readonly hit: number; readonly hmac: number }[] = [];
for (let round = 0; round < 7; round++) {
  rounds.push({
    hit: await timed(() => auth.authenticate(request, context), 20_000),
    hmac: await timed(async () => createHmac('sha256', 'key').update(key).digest(), 20_000),
  });
}
const median = (name: 'hit' | 'hmac') =>
  quantile(
    rounds.map((round) => round[name]).sort((a, b) => a - b),
    0.5,
  );
say('a key that was verified a moment ago, whole request', `${median('hit').toFixed(1)} µs`);
say('one HMAC-SHA-256 alone', `${median('hmac').toFixed(1)} µs`);

const first = await timed(() => auth.authenticate(requestWith(keys.pop()!), context), 100);
say('a key that was not, one after the other', `${(1e6 / first).toFixed(0)} a second`);
const from = performance.now();
await Promise.all(keys.splice(0, 150).map((each) => auth.authenticate(requestWith(each), context)));
say('a key that was not, 150 at once', `${(150_000 / (performance.now() - from)).toFixed(0)} a second`);

const wrongAuth = createAuth({ baseUrl, hasher: noHash, maxKeysPerUser: 10_000 });
const wrong = await makeKeys(wrongAuth, 2_000);
for (const [name, perSecond] of [
  ['right keys, each anew every 10 s', 0],
  ['the same, beside 1,000 wrong ones a second', 1_000],
] as const) {
  const flooded = createAuth({ baseUrl, maxKeysPerUser: 10_000 });
  const right = await makeKeys(flooded, 40);
  // In part for prefixes that exist: the secret is another's, and the checksum does not tell.
  let sent = 0;
  let isOver = false;
  const flood = (async () => {
    const start = performance.now();
    while (!isOver && perSecond > 0) {
      const due = ((performance.now() - start) * perSecond) / 1_000;
      for (; sent < due; sent++) {
        const remoteAddress = `198.${sent % 200}.${(sent >> 8) & 255}.${sent & 255}`;
        flooded.authenticate(requestWith(wrong[sent % wrong.length]!), { remoteAddress }).catch(() => {});
      }
      await delay(1);
    }
  })();
  const latencies: number[] = [];
  const end = performance.now() + seconds * 1_000;
  for (let turn = 0; performance.now() < end; turn++) {
    const began = performance.now();
    await flooded.authenticate(requestWith(right[turn % right.length]!), { remoteAddress: '192.0.2.9' });
    latencies.push(performance.now() - began);
    await delay(25);
  }
  isOver = true;
  await flood;
  latencies.sort((a, b) => a - b);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((at) => quantile(latencies, at).toFixed(2));
  say(name, `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms of ${latencies.length} (${sent} wrong ones)`);
}
