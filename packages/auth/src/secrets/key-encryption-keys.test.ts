import { expect, test } from 'vitest';
import type { KeyEncryptionKeys, WrappedKey } from '../contracts/key-encryption-keys.js';
import { AuthError } from '../errors/auth-error.js';
import { clock, keyOf, keysOf, shownBy, storeWith, token } from '../testing/secret-fixtures.js';
import { keysFromEnvironment } from './keys-from-environment.js';
import { localKeys } from './local-keys.js';
import { createSecretVault } from './secret-vault.js';

const base64 = (id: string) => Buffer.from(keyOf(id)).toString('base64');
const options = { signal: new AbortController().signal };
const context = Uint8Array.of(1);

test('keys of a variable are those of the list, of which the first is current', async () => {
  const keys = keysFromEnvironment({ KEYS: ` k2:${base64('k2')} ,\nk1:${base64('k1')}\n` }, 'KEYS');
  expect(keys.currentKeyId).toBe('k2');
  for (const id of ['k1', 'k2']) {
    const wrapped = await keysOf(id).wrap(keyOf('data'), context, options);
    expect(await keys.unwrap(wrapped, context, options)).toEqual(keyOf('data'));
  }
});

test.each([
  ['nothing', undefined, 'SECRET_KEY_UNAVAILABLE'],
  ['blanks', ' \n', 'SECRET_KEY_UNAVAILABLE'],
  ['commas', ',,', 'INVALID_INPUT'],
  ['no id', base64('k1'), 'INVALID_INPUT'],
  ['an empty id', `:${base64('k1')}`, 'INVALID_INPUT'],
  ['an id of other letters', `k 1:${base64('k1')}`, 'INVALID_INPUT'],
  ['a long id', `${'k'.repeat(65)}:${base64('k1')}`, 'INVALID_INPUT'],
  ['a key that was cut short', `k1:${base64('k1').slice(0, -2)}`, 'INVALID_INPUT'],
  ['a key of 31 bytes', `k1:${Buffer.alloc(31, 7).toString('base64')}`, 'INVALID_INPUT'],
  ['a key of 33 bytes', `k1:${Buffer.alloc(33, 7).toString('base64')}`, 'INVALID_INPUT'],
  ['hexadecimal', `k1:${Buffer.from(keyOf('k1')).toString('hex')}`, 'INVALID_INPUT'],
  ['one id twice', `k1:${base64('k1')},k1:${base64('k2')}`, 'INVALID_INPUT'],
  ['one key twice', `k1:${base64('k1')},k2:${base64('k1')}`, 'INVALID_INPUT'],
])('a variable of %s is refused, and not quoted', (_, text, code) => {
  let thrown: unknown;
  try {
    keysFromEnvironment({ KEYS: text }, 'KEYS');
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ code });
  const shown = shownBy(thrown);
  for (const secret of [base64('k1').slice(0, 20), Buffer.from(keyOf('k1')).toString('hex').slice(0, 20)]) {
    expect(shown).not.toContain(secret);
  }
});

test('a wrapped key opens with its key, its id and its context only', async () => {
  const keys = localKeys([
    { id: 'k2', key: keyOf('k2') },
    { id: 'k1', key: keyOf('k1') },
  ]);
  const dataKey = keyOf('data');
  const wrapped = await keys.wrap(dataKey, context, options);
  expect(wrapped).toMatchObject({ keyId: 'k2' });
  expect(wrapped.wrappedKey).toHaveLength(61);
  expect(await keys.unwrap(wrapped, context, options)).toEqual(dataKey);
  const wrong: readonly [WrappedKey, Uint8Array<ArrayBuffer>][] = [
    [wrapped, Uint8Array.of(2)],
    [wrapped, new Uint8Array()],
    [{ ...wrapped, keyId: 'k1' }, context],
    [{ ...wrapped, wrappedKey: wrapped.wrappedKey.slice(1) }, context],
  ];
  for (const [given, of] of wrong) {
    await expect(keys.unwrap(given, of, options)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  }
  const renamed = localKeys([{ id: 'k3', key: keyOf('k2') }]);
  await expect(renamed.unwrap({ ...wrapped, keyId: 'k3' }, context, options)).rejects.toMatchObject({
    code: 'SECRET_UNREADABLE',
  });
  await expect(renamed.unwrap(wrapped, context, options)).rejects.toMatchObject({ code: 'SECRET_KEY_UNAVAILABLE' });
});

/** A vault over keys that something is wrong with. */
async function vaultWith(change: Partial<KeyEncryptionKeys>, keyTimeout = 10_000) {
  const { secrets } = await storeWith('ada');
  await createSecretVault({ store: secrets, keys: keysOf('k1'), clock }).set(token, 'value');
  return createSecretVault({ store: secrets, keys: { ...keysOf('k1'), ...change }, clock, keyTimeout });
}

test('a service that does not answer is given up, and learns of it', async () => {
  const signals: AbortSignal[] = [];
  const silent = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<never>(() => undefined);
  };
  const change: Partial<KeyEncryptionKeys> = {
    wrap: (_dataKey, _context, { signal }) => silent(signal),
    unwrap: (_wrapped, _context, { signal }) => silent(signal),
  };
  const vault = await vaultWith(change, 1);
  await expect(vault.get(token)).rejects.toMatchObject({ code: 'SECRET_KEY_UNAVAILABLE' });
  await expect(vault.set(token, 'x')).rejects.toMatchObject({ code: 'SECRET_KEY_UNAVAILABLE' });

  const patient = await vaultWith(change);
  const controller = new AbortController();
  const { signal } = controller;
  const waiting = [patient.get(token, { signal }), patient.set(token, 'x', { signal }), patient.rotate({ signal })];
  const settled = Promise.allSettled(waiting);
  controller.abort(new Error('enough'));
  const codes = (await settled).map((result) => result.status === 'rejected' && result.reason.code);
  expect(codes).toEqual(['ABORTED', 'ABORTED', 'ABORTED']);
  expect(signals.map(({ aborted }) => aborted)).not.toContain(false);
});

test('whatever a service throws, nothing of it is carried on but what was meant to be', async () => {
  const quoting = (dataKey: Uint8Array) => new Error(`cannot wrap ${Buffer.from(dataKey).toString('hex')} canary-51`);
  let seen = '';
  const vault = await vaultWith({
    wrap: async (dataKey) => {
      seen = Buffer.from(dataKey).toString('hex');
      throw quoting(dataKey);
    },
    unwrap: () => {
      throw 'canary-51';
    },
  });
  for (const call of [() => vault.set(token, 'x'), () => vault.get(token)]) {
    const error = await call().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'SECRET_KEY_UNAVAILABLE' });
    expect(shownBy(error)).not.toContain('canary');
    expect(shownBy(error)).not.toContain(seen || 'canary');
  }
  expect(seen).toHaveLength(64);
  const meant = new AuthError('SECRET_UNREADABLE', 'The service says that the bytes are not its own.');
  await expect((await vaultWith({ unwrap: () => Promise.reject(meant) })).get(token)).rejects.toBe(meant);
});

test('data keys are overwritten after use', async () => {
  const dataKeys: Uint8Array[] = [];
  const keys = keysOf('k1');
  const vault = await vaultWith({
    wrap: (dataKey, ...rest) => {
      dataKeys.push(dataKey);
      return keys.wrap(dataKey, ...rest);
    },
    unwrap: async (...given) => {
      const dataKey = await keys.unwrap(...given);
      dataKeys.push(dataKey);
      return dataKey;
    },
  });
  await vault.set(token, 'x');
  expect((await vault.get(token))?.value).toBe('x');
  expect(dataKeys).toEqual([new Uint8Array(32), new Uint8Array(32)]);
});

test.each<[string, WrappedKey]>([
  ['no bytes', { keyId: 'k1', wrappedKey: new Uint8Array() }],
  ['too many bytes', { keyId: 'k1', wrappedKey: new Uint8Array(4_097) }],
  ['text', { keyId: 'k1', wrappedKey: 'abc' as unknown as Uint8Array }],
  ['another key', { keyId: 'k7', wrappedKey: new Uint8Array(40) }],
  ['no key', { keyId: undefined as unknown as string, wrappedKey: new Uint8Array(40) }],
  ['nothing', undefined as unknown as WrappedKey],
])('a wrapping that answers with %s writes nothing', async (_, wrapped) => {
  const vault = await vaultWith({ wrap: async () => wrapped });
  await expect(vault.set(token, 'x')).rejects.toMatchObject({ code: 'SECRET_KEY_UNAVAILABLE' });
  expect((await vault.get(token))?.value).toBe('value');
});

test.each([new Uint8Array(), new Uint8Array(31), new Uint8Array(32), undefined as unknown as Uint8Array<ArrayBuffer>])(
  'an unwrapping that answers with %j opens nothing',
  async (dataKey) => {
    const vault = await vaultWith({ unwrap: async () => dataKey });
    await expect(vault.get(token)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  },
);
