import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SecretName, SecretRecord, UserStore } from '../contracts/user-store.js';
import { lengthPrefixed } from '../crypto/length-prefixed.js';
import { sealingKey, unseal } from '../crypto/sealed-bytes.js';
import { clock, keysOf, shownBy, storeWith, token } from '../testing/secret-fixtures.js';
import { createSecretVault } from './secret-vault.js';

async function setUp(...keyIds: readonly string[]) {
  const store = await storeWith('ada', 'bob');
  const vault = createSecretVault({ store: store.secrets, keys: keysOf(...(keyIds.length ? keyIds : ['k1'])), clock });
  return { store, vault };
}

/** Puts a row in the place of another, as somebody does who can write to the database. */
async function tamper(store: UserStore, place: SecretName, row: Partial<SecretRecord>): Promise<void> {
  const old = await store.secrets.get(place);
  const { version = old?.version ?? 1, ...rest } = row;
  await store.secrets.remove(place);
  // The port counts versions up one by one.
  for (let before = 1; before <= version; before++) {
    await store.secrets.put({ ...(old as SecretRecord), ...rest, ...place, version: before });
  }
}

test('any text comes back, the empty one and one that begins with a byte order mark too', async () => {
  const { vault } = await setUp();
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\ufeffa', '\0', 'é'.repeat(32_768)));
  await fc.assert(
    fc.asyncProperty(texts, async (value) => {
      await vault.set(token, value);
      expect((await vault.get(token))?.value).toBe(value);
    }),
    { numRuns: 200, examples: [[''], ['\ufeffa'], ['\0'], ['x'.repeat(65_536)]] },
  );
});

test('values count up, keep when they began, and are gone when they are deleted', async () => {
  const store = await storeWith('ada');
  let now = 1_000;
  const vault = createSecretVault({ store: store.secrets, keys: keysOf('k1'), clock: { now: () => now } });
  expect(await vault.get(token)).toBeUndefined();
  const first = await vault.set(token, 'one');
  now = 2_000;
  const second = await vault.set(token, 'two');
  expect(first).toEqual({ ...token, version: 1, keyId: 'k1', createdAt: new Date(1_000), updatedAt: new Date(1_000) });
  expect(second).toEqual({ ...first, version: 2, updatedAt: new Date(2_000) });
  expect(await vault.list('ada')).toEqual([second]);
  expect(await vault.list('ada', 'gitlab')).toEqual([]);
  expect(await vault.delete(token)).toBe(true);
  expect(await vault.delete(token)).toBe(false);
  expect(await vault.get(token)).toBeUndefined();
  expect(await vault.set(token, 'three')).toMatchObject({ version: 1 });
});

test('every value has a key and a nonce of its own', async () => {
  const { store, vault } = await setUp();
  const rows: SecretRecord[] = [];
  for (let index = 0; index < 20; index++) {
    await vault.set(token, 'the same');
    rows.push((await store.secrets.get(token))!);
  }
  for (const field of ['wrappedKey', 'ciphertext'] as const) {
    expect(new Set(rows.map((row) => Buffer.from(row[field].slice(1, 13)).toString('hex'))).size).toBe(20);
    expect(new Set(rows.map((row) => Buffer.from(row[field]).toString('hex'))).size).toBe(20);
  }
});

test('a row of which one bit is another is never read, nor is one that was cut or lengthened', async () => {
  const { store, vault } = await setUp();
  await vault.set(token, 'value');
  const row = (await store.secrets.get(token))!;
  let tried = 0;
  const refused = async (changed: Partial<SecretRecord>) => {
    tried++;
    await tamper(store, token, changed);
    await expect(vault.get(token), JSON.stringify(changed)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
    await tamper(store, token, row);
  };
  for (const field of ['wrappedKey', 'ciphertext'] as const) {
    const bytes = row[field];
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      await refused({ [field]: flipped });
    }
    for (let length = 0; length < bytes.length; length++) await refused({ [field]: bytes.slice(0, length) });
    await refused({ [field]: Uint8Array.from([...bytes, 0]) });
  }
  await refused({ version: 2 });
  expect(tried).toBe((61 + 34) * 9 + 3);
  expect((await vault.get(token))?.value).toBe('value');
});

test('a row that was copied to another user, server, name or version is not read there', async () => {
  const { store, vault } = await setUp();
  await vault.set(token, 'value');
  const row = (await store.secrets.get(token))!;
  // The same letters, divided otherwise between the names.
  await vault.set({ userId: 'ada', server: 'git', name: 'hubTOKEN' }, 'other');
  const places: readonly SecretName[] = [
    { ...token, userId: 'bob' },
    { ...token, server: 'gitlab' },
    { ...token, name: 'token' },
    { userId: 'ada', server: 'git', name: 'hubTOKEN' },
  ];
  for (const place of places) {
    await tamper(store, place, row);
    await expect(vault.get(place)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  }
  await tamper(store, token, { ...row, version: 3 });
  await expect(vault.get(token)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
});

test('a store that answers with the row of somebody else is not believed, whatever the row says of itself', async () => {
  const { store, vault } = await setUp();
  await vault.set(token, 'value');
  const misled = { ...store.secrets, get: () => store.secrets.get(token) };
  const asking = createSecretVault({ store: misled, keys: keysOf('k1'), clock });
  expect((await asking.get(token))?.value).toBe('value');
  await expect(asking.get({ ...token, userId: 'bob' })).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
});

test('what a key is wrapped for is not what its value is bound to', async () => {
  const { secrets } = await storeWith('ada');
  const keys = keysOf('k1');
  const seen: { dataKey?: Uint8Array<ArrayBuffer>; context?: Uint8Array<ArrayBuffer> } = {};
  const watched: typeof keys = {
    ...keys,
    wrap(dataKey, context, options) {
      Object.assign(seen, { dataKey: dataKey.slice(), context });
      return keys.wrap(dataKey, context, options);
    },
  };
  await createSecretVault({ store: secrets, keys: watched, clock }).set(token, 'value');
  const { ciphertext } = (await secrets.get(token))!;
  const key = await sealingKey(seen.dataKey!);
  const names = ['agentcards/secret', '1', 'value', 'ada', 'github', 'TOKEN', '1'];
  const bound = { key, associatedData: lengthPrefixed(names) };
  expect(Buffer.from((await unseal(new Uint8Array(ciphertext), bound))!).toString()).toBe('value');
  expect(await unseal(new Uint8Array(ciphertext), { key, associatedData: seen.context! })).toBeUndefined();
});

test('the halves of two rows make no third one', async () => {
  const { store, vault } = await setUp();
  await vault.set(token, 'one');
  const first = (await store.secrets.get(token))!;
  await vault.set(token, 'two');
  const second = (await store.secrets.get(token))!;
  await tamper(store, token, { ciphertext: first.ciphertext });
  await expect(vault.get(token)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  await tamper(store, token, { ciphertext: second.ciphertext, wrappedKey: first.wrappedKey });
  await expect(vault.get(token)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
});

test('another key of the same id does not open it, and a key that is not there is said to be missing', async () => {
  const { store, vault } = await setUp('k1');
  await vault.set(token, 'value');
  const without = createSecretVault({ store: store.secrets, keys: keysOf('k2'), clock });
  await expect(without.get(token)).rejects.toMatchObject({ code: 'SECRET_KEY_UNAVAILABLE' });
  await tamper(store, token, { keyId: 'k2' });
  const wrong = createSecretVault({ store: store.secrets, keys: keysOf('k2', 'k1'), clock });
  await expect(wrong.get(token)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
});

test('of 32 that set a secret at the same time every one does, each with a version of its own', async () => {
  const { vault } = await setUp();
  const written = await Promise.all(Array.from({ length: 32 }, (_, index) => vault.set(token, `value ${index}`)));
  const versions = written.map(({ version }) => version);
  expect([...versions].sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
  expect((await vault.get(token))?.value).toBe(`value ${versions.indexOf(32)}`);
});

test('of 32 that expect the same version one sets it, and the others are told', async () => {
  const { vault } = await setUp();
  for (const expectedVersion of [0, 1]) {
    const settled = await Promise.allSettled(
      Array.from({ length: 32 }, (_, index) => vault.set(token, `value ${index}`, { expectedVersion })),
    );
    const winners = settled.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    expect(winners).toHaveLength(1);
    for (const result of settled) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'SECRET_CONFLICT' });
    }
    expect((await vault.get(token))?.value).toBe(`value ${winners[0]}`);
  }
  await expect(vault.set(token, 'x', { expectedVersion: 0 })).rejects.toMatchObject({
    code: 'SECRET_CONFLICT',
    details: { storedVersion: 2 },
  });
});

test('a user has so many secrets and no more, also of 32 that come at the same time', async () => {
  const store = await storeWith('ada', 'bob');
  const vault = createSecretVault({ store: store.secrets, keys: keysOf('k1'), clock, maxPerUser: 10 });
  const settled = await Promise.allSettled(
    Array.from({ length: 32 }, (_, index) => vault.set({ ...token, name: `S${index}` }, 'value')),
  );
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  for (const result of settled) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'SECRET_LIMIT' });
  }
  const [first] = await vault.list('ada');
  expect(await vault.set(first!, 'another value')).toMatchObject({ version: 2 });
  expect(await vault.set({ ...token, userId: 'bob' }, 'value')).toMatchObject({ version: 1 });
});

test('there is no secret of nobody', async () => {
  const { vault } = await setUp();
  await expect(vault.set({ ...token, userId: 'eve' }, 'value')).rejects.toMatchObject({ code: 'USER_UNKNOWN' });
});

test('names and values that cannot be kept as they are get refused', async () => {
  const { vault } = await setUp();
  const bad = ['', 'a'.repeat(129), 'a\n', 'a\0', 'a\u0085', '\ud800', 1 as unknown as string];
  for (const name of bad) {
    for (const field of ['userId', 'server', 'name'] as const) {
      const place = { ...token, [field]: name };
      for (const call of [vault.set(place, 'value'), vault.get(place), vault.delete(place)]) {
        await expect(call, `${field} ${JSON.stringify(name)}`).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      }
    }
    await expect(vault.list(name)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(vault.list('ada', name)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
  for (const value of ['\ud800', 'a\udc00b', 'x'.repeat(65_537), 'é'.repeat(32_769), 1 as unknown as string]) {
    await expect(vault.set(token, value)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
  for (const expectedVersion of [-1, 0.5, Number.NaN]) {
    await expect(vault.set(token, 'a', { expectedVersion })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
  for (const name of ['a'.repeat(128), 'é', '__proto__', 'constructor', 'a b']) {
    await vault.set({ ...token, name }, name);
    expect((await vault.get({ ...token, name }))?.value).toBe(name);
  }
});

test('options out of range are refused', async () => {
  const { secrets } = await storeWith();
  for (const options of [{ maxPerUser: 0 }, { keyTimeout: 0 }, { keyTimeout: 2 ** 31 }, { maxPerUser: 1.5 }]) {
    expect(() => createSecretVault({ store: secrets, keys: keysOf('k1'), ...options })).toThrow(/whole number/);
  }
});

test('a value is in nothing that is stored, listed or thrown', async () => {
  const { store, vault } = await setUp('k1', 'k0');
  const canary = 'canary-7f3a9d51';
  const parts = [canary, Buffer.from(canary).toString('base64'), Buffer.from(canary).toString('hex')];
  const summary = await vault.set(token, canary);
  const row = (await store.secrets.get(token))!;
  const shown = [JSON.stringify([summary, await vault.list('ada'), await vault.rotate()])];
  for (const bytes of [row.ciphertext, row.wrappedKey]) {
    shown.push(Buffer.from(bytes).toString('latin1'), Buffer.from(bytes).toString('hex'), JSON.stringify(row));
  }
  const failures = [
    vault.set(token, canary, { expectedVersion: 7 }),
    vault.set(token, `${canary}\ud800`),
    vault.set(token, canary.repeat(10_000)),
    vault.set({ ...token, userId: 'eve' }, canary),
    vault.set(token, canary, { signal: AbortSignal.abort() }),
    tamper(store, token, { ciphertext: row.ciphertext.slice(1) }).then(() => vault.get(token)),
  ];
  for (const result of await Promise.allSettled(failures)) {
    expect(result.status).toBe('rejected');
    if (result.status === 'rejected') shown.push(shownBy(result.reason));
  }
  for (const text of shown) for (const part of parts) expect(text).not.toContain(part);
});

test('options that are misspelt or of another form change nothing, and what names a secret may say more of it', async () => {
  const { vault } = await setUp();
  const summary = await vault.set(token, 'a');
  for (const call of [
    () => vault.set(token, 'b', { expectVersion: 7 } as object),
    () => vault.set(token, 'b', null as never),
    () => vault.set(null as never, 'b'),
    () => vault.get(token, { signals: 1 } as object),
    () => vault.get(token, { signal: 'now' } as never),
    () => vault.get('TOKEN' as never),
    () => vault.delete(undefined as never),
    () => vault.rotate({ size: 5 } as object),
    () => vault.rotate({ onProgress: 1 } as never),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
  expect(await vault.get(summary)).toEqual({ value: 'a', version: 1 });
});
