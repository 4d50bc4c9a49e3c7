import assert from 'node:assert/strict';
import type { SecretName, SecretRecord, SecretSummary, UserStore } from '@agentcards/auth';
import { expectEqual } from '../expect.js';
import { after, hostileText, id, race, secret, tally, user } from './samples.js';
import type { UserStoreCase } from './user-store-case.js';

async function fill({ users, secrets }: UserStore, numbers: readonly number[], rows: readonly SecretRecord[] = []) {
  for (const number of numbers) await users.create(user(number));
  for (const row of rows) expectEqual(await secrets.put(row), true, 'secrets.put');
}

function summaryOf({ wrappedKey: _, ciphertext: __, ...summary }: SecretRecord): SecretSummary {
  return summary;
}

/** Different names that are easily taken for each other, in the order of their UTF-8 bytes. */
const alike = ['', 'Token', 'e\u0301', 't%', 't_ken', 'token', 'token ', 't\u043eken', '\u00e9', '\uff5e', '😀'];
const alikeByBytes = [...alike].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));

export const secretCases: readonly UserStoreCase[] = [
  {
    name: 'secrets: every byte comes back, and every text',
    promise: 'Values come back equal',
    async check(store) {
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
      const row = secret(hostileText, 1, {
        server: `server ${hostileText}`,
        keyId: hostileText,
        wrappedKey: everyByte,
        ciphertext: new Uint8Array(0),
        updatedAt: after(1),
      });
      const large = secret('large', 1, { ciphertext: new Uint8Array(100_000).fill(0xff) });
      // Bytes may be a part of more of them.
      const part = secret('part', 1, { ciphertext: everyByte.subarray(10, 20) });
      await fill(store, [1], [row, large, part]);
      for (const each of [row, large]) expectEqual(await store.secrets.get(each), each);
      expectEqual((await store.secrets.get(part))?.ciphertext, everyByte.slice(10, 20));
      expectEqual(await store.secrets.get({ ...row, server: 'server' }), undefined, 'secrets.get');
    },
  },
  {
    name: 'secrets: versions follow each other, from 1',
    promise: "Writes where the stored version is one less than the record's: 1 is written only where there is none.",
    async check(store) {
      await fill(store, [1]);
      const { secrets } = store;
      const version = (number: number) => secret('token', 1, { version: number, keyId: `key ${number}` });
      for (const number of [0, 2, 3]) expectEqual(await secrets.put(version(number)), false, `${number} at first`);
      expectEqual(await secrets.get(version(1)), undefined, 'secrets.get');
      expectEqual(await secrets.put(version(1)), true, 'secrets.put');
      expectEqual(await secrets.put({ ...version(1), keyId: 'again' }), false, '1 where 1 is');
      expectEqual(await secrets.put(version(3)), false, '3 after 1');
      expectEqual(await secrets.get(version(1)), version(1));
      expectEqual(await secrets.put(version(2)), true, 'secrets.put');
      expectEqual(await secrets.put(version(1)), false, '1 after 2');
      expectEqual(await secrets.get(version(1)), version(2));
    },
  },
  {
    name: 'secrets: a new value keeps the time of the first',
    promise: 'Keeps the first `createdAt`.',
    async check(store) {
      await fill(store, [1], [secret('token')]);
      const next = secret('token', 1, { version: 2, createdAt: after(5), updatedAt: after(5) });
      await store.secrets.put(next);
      expectEqual(await store.secrets.get(next), { ...next, createdAt: secret('token').createdAt });
    },
  },
  {
    name: 'secrets: of 32 that write one version at the same time one does',
    promise: 'False where the versions do not fit',
    async check(store) {
      await fill(store, [1]);
      for (const version of [1, 2]) {
        const written = await race((index) =>
          store.secrets.put(secret('token', 1, { version, ciphertext: Uint8Array.of(index) })),
        );
        expectEqual(tally(written), { true: 1, false: 31 });
        const stored = await store.secrets.get(secret('token'));
        expectEqual([stored?.version, stored?.ciphertext], [version, Uint8Array.of(written.indexOf(true))]);
      }
    },
  },
  {
    name: 'secrets: without a user there is no secret',
    promise: 'or where there is no such user, and nothing was written',
    async check(store) {
      expectEqual(await store.secrets.put(secret('token')), false, 'secrets.put');
      expectEqual(await store.secrets.get(secret('token')), undefined, 'secrets.get');
      await fill(store, [1], [secret('token')]);
    },
  },
  {
    name: 'secrets: names that look alike name different secrets',
    promise: 'names are compared to the letter',
    async check(store) {
      const names: readonly SecretName[] = [
        ...alike.map((name) => ({ userId: id(1), server: 'server', name })),
        ...alike.map((server) => ({ userId: id(1), server, name: 'token' })),
        { userId: id(1), server: 'a', name: 'b:c' },
        { userId: id(1), server: 'a:b', name: 'c' },
        { userId: id(2), server: 'a', name: 'b:c' },
      ];
      const rows = names.map((name, index) => ({ ...secret(''), ...name, ciphertext: Uint8Array.of(index) }));
      await fill(store, [1, 2], rows);
      for (const row of rows) expectEqual(await store.secrets.get(row), row);
      expectEqual(await store.secrets.remove(rows[0]!), true, 'secrets.remove');
      expectEqual(await store.secrets.remove(rows[0]!), false, 'secrets.remove');
      for (const row of rows.slice(1)) expectEqual(await store.secrets.get(row), row);
    },
  },
  {
    name: 'secrets: a list has what a user has, or has for a server, and no bytes of it',
    promise: 'What a user has, without what it contains, by server and name.',
    async check(store) {
      const rows = ['a', 'b'].flatMap((server) => ['x', 'y'].map((name) => secret(name, 1, { server })));
      await fill(store, [1, 2], [...rows].reverse());
      await fill(store, [], [secret('x', 2, { server: 'a' })]);
      expectEqual(await store.secrets.list(id(1)), rows.map(summaryOf));
      expectEqual(await store.secrets.list(id(1), 'b'), rows.slice(2).map(summaryOf));
      expectEqual(await store.secrets.list(id(1), 'c'), []);
      expectEqual(await store.secrets.list(id(3)), []);
    },
  },
  {
    name: 'secrets: the order is that of bytes, whatever the language',
    promise: 'Texts are ordered by their UTF-8 bytes.',
    async check(store) {
      const rows = alike.map((name) => secret(name));
      await fill(store, [1], rows);
      const names = (await store.secrets.list(id(1))).map(({ name }) => name);
      expectEqual(names, alikeByBytes);
      const last = secret('\uff5e');
      const [next] = await store.secrets.listWrappedOtherwise('new', { after: last, limit: 1 });
      expectEqual(next?.name, '😀', 'the next name');
    },
  },
  {
    name: 'secrets: what is wrapped otherwise is gone through in pages while it is wrapped anew',
    promise: 'with a name greater than `after` (by user, server and name), ascending, at most `limit`',
    async check(store) {
      const numbers = [1, 2, 3];
      const rows = numbers.flatMap((number) =>
        ['a', 'b'].flatMap((server) => ['x', 'y'].map((name) => secret(name, number, { server }))),
      );
      const wrapped = { keyId: 'new', wrappedKey: Uint8Array.of(9) };
      await fill(store, numbers, [...rows].reverse());
      await store.secrets.put(secret('z', 1, wrapped));
      const found: SecretRecord[] = [];
      for (;;) {
        const page = await store.secrets.listWrappedOtherwise('new', { after: found.at(-1), limit: 5 });
        assert.ok(page.length <= 5, 'a page is no longer than its limit');
        found.push(...page);
        assert.ok(found.length <= rows.length, 'comes to an end');
        // Every second one stays as it is, and is not to come again.
        for (const row of page.filter((_, index) => index % 2 === 0)) await store.secrets.rewrap(row, wrapped);
        if (page.length === 0) break;
      }
      expectEqual(found, rows);
      const left = await store.secrets.listWrappedOtherwise('new', { limit: 100 });
      expectEqual(
        left,
        rows.filter((row) => left.some((other) => summaryName(other) === summaryName(row))),
      );
      expectEqual(left.length, 5, 'rows left');
    },
  },
  {
    name: 'secrets: of 32 that wrap one secret anew at the same time one does, and of an older version none',
    promise:
      "Replaces how the key of a secret is wrapped, where version, `keyId` and `wrappedKey` are still the record's.",
    async check(store) {
      const before = secret('token');
      await fill(store, [1], [before, secret('other')]);
      const { secrets } = store;
      const wrap = (index: number) => ({ keyId: 'new', wrappedKey: Uint8Array.of(index) });
      const rewrapped = await race((index) => secrets.rewrap(before, wrap(index)));
      expectEqual(tally(rewrapped), { true: 1, false: 31 });
      const current = { ...before, ...wrap(rewrapped.indexOf(true)) };
      expectEqual(await secrets.get(before), current);
      const next = { ...before, version: 2 };
      expectEqual(await secrets.put(next), true, 'secrets.put');
      expectEqual(await secrets.rewrap(before, wrap(99)), false, 'of another version, though the key is the same');
      expectEqual(await secrets.rewrap({ ...next, name: 'none' }, wrap(99)), false, 'secrets.rewrap');
      expectEqual(await secrets.get(before), next);
      expectEqual(await secrets.get(secret('other')), secret('other'));
    },
  },
  {
    name: 'secrets: one that was removed and written again is not wrapped with the key of before',
    promise: 'One that was removed and written again is another one, though its version is 1 once more.',
    async check(store) {
      const { secrets } = store;
      const before = secret('token');
      const again = { ...before, wrappedKey: Uint8Array.of(7, 7), ciphertext: Uint8Array.of(8) };
      await fill(store, [1], [before]);
      await secrets.remove(before);
      expectEqual(await secrets.put(again), true, 'secrets.put');
      const wrapped = { keyId: 'new', wrappedKey: Uint8Array.of(9) };
      expectEqual(await secrets.rewrap(before, wrapped), false, 'secrets.rewrap');
      expectEqual(await secrets.rewrap({ ...again, wrappedKey: Uint8Array.of(7) }, wrapped), false, 'secrets.rewrap');
      expectEqual(await secrets.get(before), again);
      expectEqual(await secrets.rewrap(again, wrapped), true, 'secrets.rewrap');
      expectEqual(await secrets.get(before), { ...again, ...wrapped });
    },
  },
  {
    name: 'secrets: of 32 new names at the same time so many are written as there is room for',
    promise: 'With a limit false also where it would be one name more and the user has so many already.',
    async check(store) {
      const { secrets } = store;
      await fill(store, [1, 2], [secret('of another user', 2)]);
      const limit = 10;
      const servers = ['a', 'b'];
      const written = await race((index) =>
        secrets.put(secret(`name ${index}`, 1, { server: servers[index % 2]! }), { limit }),
      );
      expectEqual(tally(written), { true: limit, false: 32 - limit });
      const [first, ...others] = await secrets.list(id(1));
      expectEqual(others.length, limit - 1, 'others that were answered so');
      const next = secret(first!.name, 1, { server: first!.server, version: 2 });
      expectEqual(await secrets.put(next, { limit: 1 }), true, 'a new value is not one name more');
      expectEqual(await secrets.put(secret('one more'), { limit: limit + 1 }), true, 'secrets.put');
      expectEqual(await secrets.put(secret('without a limit')), true, 'secrets.put');
    },
  },
];

function summaryName({ userId, server, name }: SecretName): string {
  return JSON.stringify([userId, server, name]);
}
