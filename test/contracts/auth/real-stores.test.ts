import { join } from 'node:path';
import { createSecretVault, localKeys, namespaces } from '@agentcards/auth';
import { createRedisKeyValueStore } from '@agentcards/auth/redis';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createUserStore } from '@agentcards/store-pglite/users';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../fixtures.js';
import { redisAbsent, startRedisServer } from '../redis-server.js';
import { Browser, bob, openGateway, request } from './gateway.js';

describe.skipIf(redisAbsent !== undefined)(`a real Redis${redisAbsent ? `, skipped: ${redisAbsent}` : ''}`, () => {
  test('two gateways on one Redis and one PGlite are one', async () => {
    const redis = await startRedisServer();
    onTestFinished(() => redis.stop());
    const dataDir = join(await temporaryDirectory(), 'data');
    const store = await openPGliteStore({ dataDir });
    await store.migrate();
    const users = createUserStore(store);
    const clock = { time: Date.now(), now: () => clock.time };
    const kv = () => createRedisKeyValueStore({ client: redis.connect(), clock });
    const here = await openGateway({ kv: kv(), users, clock });
    const there = await openGateway({ kv: kv(), users, clock, account: bob });

    // One state, tried at both at once.
    const browser = new Browser(here.auth);
    const back = await browser.leave();
    const twins = Array.from({ length: 32 }, (_, at) => {
      const twin = new Browser((at % 2 ? here : there).auth);
      for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
      return twin;
    });
    const statuses = await Promise.all(twins.map(async (twin) => (await twin.send(back)).status));
    // Where it is tried at the gateway whose GitHub does not know the code, the state is used up all the same.
    expect(statuses.filter((status) => status !== 400)).toHaveLength(1);

    await browser.signIn();
    const cookie = `__Host-agentcards-session=${browser.session}`;
    const { principal } = await there.auth.authenticate(request({ cookie }));
    expect(principal).toMatchObject({ username: 'ada', role: 'admin' });

    const { key } = await here.auth.apiKeys.create(principal.userId, {
      name: 'agent',
      scopes: { servers: ['github'] },
    });
    const authorization = `Bearer ${key}`;
    expect((await there.auth.authenticate(request({ authorization }))).principal.scopes).toEqual({
      servers: ['github'],
    });
    const other = new Browser(there.auth);
    await other.signIn();
    expect(await other.me()).toBe('bob');
    const vault = createSecretVault({ store: users.secrets, keys: localKeys([{ id: 'k', key: new Uint8Array(32) }]) });
    await vault.set({ userId: principal.userId, server: 'github', name: 'TOKEN' }, 'canary-of-a-secret');

    // What is in Redis, and until when.
    const client = redis.connect();
    await here.auth.handler(new Request('https://gateway.example/auth/github'));
    const keys = await client.keys('*');
    for (const namespace of Object.values(namespaces)) {
      const own = keys.filter((each) => each.startsWith(namespace.prefix));
      expect(own, namespace.prefix).not.toEqual([]);
      // Redis itself forgets a minute later: until when an entry is in force stands in the entry.
      for (const each of own) expect(await client.pttl(each)).toBeLessThanOrEqual(namespace.ttl + 61_000);
    }
    expect(keys.filter((each) => !Object.values(namespaces).some(({ prefix }) => each.startsWith(prefix)))).toEqual([]);
    const dump = (await Promise.all(keys.map(async (each) => [each, (await client.get(each)) ?? '']))).flat();

    await here.auth.sessions.revokeAll(principal.userId);
    await expect(there.auth.authenticate(request({ cookie }))).rejects.toMatchObject({ code: 'SESSION_INVALID' });
    expect(await other.me()).toBe('bob');
    await store.close();

    // What is in the database, row by row, for whoever has its files.
    const database = await PGlite.create({ dataDir, extensions: { vector } });
    for (const table of ['users', 'api_keys', 'user_secrets', 'user_mcp_configs']) {
      const { rows } = await database.query<object>(`SELECT * FROM ${table}`);
      dump.push(
        ...rows.flatMap((row) =>
          Object.values(row).map((value) =>
            Buffer.isBuffer(value) || ArrayBuffer.isView(value)
              ? Buffer.from(value as Uint8Array).toString('latin1')
              : (JSON.stringify(value) ?? ''),
          ),
        ),
      );
    }
    await database.close();
    expect(dump.join()).toContain('ada');
    for (const secret of [
      key.slice(11),
      browser.session.split('.')[1]!,
      'canary-of-a-secret',
      ...here.github.secrets,
    ]) {
      expect(dump.join()).not.toContain(secret);
    }

    const reopened = await openPGliteStore({ dataDir });
    onTestFinished(() => reopened.close());
    await reopened.migrate();
    const again = await openGateway({ kv: kv(), users: createUserStore(reopened), clock });
    expect((await again.auth.authenticate(request({ authorization }))).principal.username).toBe('ada');
    let accepted = 0;
    for (const text of new Set(dump.flatMap((each) => [each, ...(each.match(/[\w.$=,+/-]{8,}/g) ?? [])]))) {
      if (!/^[\x20-\x7e]{1,1000}$/.test(text)) continue;
      for (const headers of [{ cookie: `__Host-agentcards-session=${text}` }, { 'x-api-key': text }] as Record<
        string,
        string
      >[]) {
        await again.auth.authenticate(request(headers)).then(
          () => accepted++,
          () => {},
        );
      }
    }
    expect(accepted).toBe(0);
  });
});
