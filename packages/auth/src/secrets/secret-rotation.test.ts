import { expect, test } from 'vitest';
import type { KeyEncryptionKeys } from '../contracts/key-encryption-keys.js';
import type { SecretName, Secrets } from '../contracts/user-store.js';
import { clock, keysOf, storeWith, token } from '../testing/secret-fixtures.js';
import type { RotationProgress } from './secret-rotation.js';
import { createSecretVault } from './secret-vault.js';

const names: readonly SecretName[] = ['ada', 'bob'].flatMap((userId) =>
  ['github', 'shop'].flatMap((server) => ['A', 'B', 'C'].map((name) => ({ userId, server, name }))),
);

function vaultOf(store: Secrets, ...keyIds: readonly string[]) {
  return createSecretVault({ store, keys: keysOf(...keyIds), clock });
}

/** Twelve secrets of two users, under k1. */
async function filled() {
  const { secrets } = await storeWith('ada', 'bob');
  const old = vaultOf(secrets, 'k1');
  for (const name of names) await old.set(name, JSON.stringify(name));
  return { secrets, old };
}

test('after a rotation the old key can go, and until then either opens what is there', async () => {
  const { secrets } = await filled();
  const vault = vaultOf(secrets, 'k2', 'k1');
  const ciphertexts = await Promise.all(names.map(async (name) => (await secrets.get(name))!.ciphertext));
  const progress: RotationProgress[] = [];
  const report = await vault.rotate({ pageSize: 5, onProgress: (each) => progress.push(each) });
  expect(report).toEqual({ rewrapped: 12, unreadable: 0, remaining: 0 });
  expect(progress.map(({ rewrapped }) => rewrapped)).toEqual([5, 10, 12]);
  for (const [index, name] of names.entries()) {
    expect((await vaultOf(secrets, 'k2').get(name))?.value).toBe(JSON.stringify(name));
    await expect(vaultOf(secrets, 'k1').get(name)).rejects.toMatchObject({ code: 'SECRET_KEY_UNAVAILABLE' });
    expect(await secrets.get(name)).toMatchObject({ version: 1, keyId: 'k2', ciphertext: ciphertexts[index] });
  }
  expect(await vault.rotate()).toEqual({ rewrapped: 0, unreadable: 0, remaining: 0 });
});

test('what is written and read meanwhile is neither lost nor late, and is under the new key', async () => {
  const { secrets } = await filled();
  const vault = vaultOf(secrets, 'k2', 'k1');
  const latest = new Map(names.map((name) => [name, JSON.stringify(name)]));
  let isRotating = true;
  const writing = names.map(async (name, index) => {
    for (let round = 0; isRotating || round < 3; round++) {
      const value = `${index} in round ${round}`;
      await vault.set(name, value);
      latest.set(name, value);
      expect((await vault.get(name))?.value).toBe(value);
    }
  });
  const reports = await Promise.all(Array.from({ length: 3 }, () => vault.rotate({ pageSize: 1 })));
  isRotating = false;
  await Promise.all(writing);
  expect(reports.map(({ unreadable }) => unreadable)).toEqual([0, 0, 0]);
  expect(await vault.rotate()).toMatchObject({ remaining: 0 });
  for (const name of names) expect((await vaultOf(secrets, 'k2').get(name))?.value).toBe(latest.get(name));
});

/** Does something once, between the moment when a rotation has read a secret and the one when it writes it. */
function interrupting(store: Secrets, before: () => Promise<unknown>): Secrets {
  let isDone = false;
  return {
    ...store,
    async rewrap(record, wrapped) {
      if (!isDone) await before();
      isDone = true;
      return store.rewrap(record, wrapped);
    },
  };
}

test.each(['set anew', 'deleted and set anew', 'deleted'])(
  'a secret that is %s under the old key is not spoilt',
  async (change) => {
    const { secrets } = await storeWith('ada');
    const old = vaultOf(secrets, 'k1');
    await old.set(token, 'before');
    const changing = interrupting(secrets, async () => {
      if (change !== 'set anew') await old.delete(token);
      if (change !== 'deleted') await old.set(token, 'after');
    });
    const isLeft = change !== 'deleted';
    const vault = vaultOf(changing, 'k2', 'k1');
    expect(await vault.rotate()).toEqual({ rewrapped: 0, unreadable: 0, remaining: isLeft ? 1 : 0 });
    expect((await vault.get(token))?.value).toBe(isLeft ? 'after' : undefined);
    expect(await vault.rotate()).toEqual({ rewrapped: isLeft ? 1 : 0, unreadable: 0, remaining: 0 });
    expect((await vault.get(token))?.value).toBe(isLeft ? 'after' : undefined);
  },
);

test('a rotation that is aborted keeps what it has done, and the next one does the rest', async () => {
  const { secrets } = await filled();
  const vault = vaultOf(secrets, 'k2', 'k1');
  const controller = new AbortController();
  const rotating = vault.rotate({ pageSize: 5, signal: controller.signal, onProgress: () => controller.abort() });
  await expect(rotating).rejects.toMatchObject({ code: 'ABORTED' });
  for (const name of names) expect((await vault.get(name))?.value).toBe(JSON.stringify(name));
  expect(await vault.rotate()).toEqual({ rewrapped: 7, unreadable: 0, remaining: 0 });
});

test('a row that cannot be unwrapped is counted and left, and holds up no other', async () => {
  const { secrets } = await filled();
  const [first] = names;
  const row = (await secrets.get(first!))!;
  await secrets.remove(first!);
  await secrets.put({ ...row, wrappedKey: row.wrappedKey.slice(1) });
  const report = await vaultOf(secrets, 'k2', 'k1').rotate({ pageSize: 3 });
  expect(report).toEqual({ rewrapped: 11, unreadable: 1, remaining: 1 });
});

/** Keys of which some verbs fail as a service does that is down; counts how often each was asked. */
function failing(keys: KeyEncryptionKeys, verbs: readonly ('wrap' | 'unwrap')[]) {
  const asked = { wrap: 0, unwrap: 0 };
  const ask = <Answer>(verb: 'wrap' | 'unwrap', answer: () => Promise<Answer>) => {
    asked[verb]++;
    return verbs.includes(verb) ? Promise.reject(new Error('down')) : answer();
  };
  const spoiled: KeyEncryptionKeys = {
    ...keys,
    wrap: (...given) => ask('wrap', () => keys.wrap(...given)),
    unwrap: (...given) => ask('unwrap', () => keys.unwrap(...given)),
  };
  return { spoiled, asked };
}

test('an older key that is unavailable is asked for once, and its secrets remain', async () => {
  const { secrets } = await filled();
  await vaultOf(secrets, 'k0').set(token, 'of a third key');
  const { spoiled, asked } = failing(keysOf('k2', 'k1'), ['unwrap']);
  const report = await createSecretVault({ store: secrets, keys: spoiled, clock }).rotate();
  expect(report).toEqual({ rewrapped: 0, unreadable: 13, remaining: 13 });
  expect(asked).toEqual({ wrap: 0, unwrap: 2 });
});

test('without the current key nothing is rotated, and it is said', async () => {
  const { secrets } = await filled();
  const { spoiled, asked } = failing(keysOf('k2', 'k1'), ['wrap']);
  const rotating = createSecretVault({ store: secrets, keys: spoiled, clock }).rotate();
  await expect(rotating).rejects.toMatchObject({ code: 'SECRET_KEY_UNAVAILABLE' });
  expect(asked).toEqual({ wrap: 1, unwrap: 1 });
});

test.each([0, 1.5, 10_001])('a page of %s is refused', async (pageSize) => {
  const { secrets } = await storeWith();
  await expect(vaultOf(secrets, 'k1').rotate({ pageSize })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
