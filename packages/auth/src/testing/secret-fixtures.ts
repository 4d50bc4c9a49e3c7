import { createHash } from 'node:crypto';
import type { Clock, RandomBytes } from '../contracts/environment.js';
import type { KeyEncryptionKeys } from '../contracts/key-encryption-keys.js';
import type { SecretName, UserRecord, UserStore } from '../contracts/user-store.js';
import { localKeys } from '../secrets/local-keys.js';
import { createMemoryUserStore } from '../users/memory-user-store.js';

export const clock: Clock = { now: () => Date.UTC(2026, 10, 28) };

/** A store with these users. */
export async function storeWith(...userIds: readonly string[]): Promise<UserStore> {
  const store = createMemoryUserStore();
  for (const id of userIds) await store.users.create(userOf(id));
  return store;
}

function userOf(id: string): UserRecord {
  const at = new Date(clock.now());
  return {
    id,
    githubId: null,
    username: id,
    email: null,
    avatarUrl: null,
    role: 'user',
    createdAt: at,
    updatedAt: at,
  };
}

/** Keys by id, other ones for other ids, of which the first is current. */
export function keysOf(...ids: readonly string[]): KeyEncryptionKeys {
  return localKeys(ids.map((id) => ({ id, key: keyOf(id) })));
}

export function keyOf(id: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(`key:${id}`).digest());
}

/** SHA-256 of a counter: the same bytes on every run, and never twice. */
export function seededBytes(seed: string): RandomBytes {
  let counter = 0;
  return (length) => {
    const blocks: Buffer[] = [];
    for (let bytes = 0; bytes < length; bytes += 32) {
      blocks.push(createHash('sha256').update(`${seed}:${counter++}`).digest());
    }
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
  };
}

export const token: SecretName = { userId: 'ada', server: 'github', name: 'TOKEN' };

/** Everything that an error shows to whoever logs it: message, stack, hint, details and what caused it. */
export function shownBy(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  return [error.stack, JSON.stringify(error), JSON.stringify(Object.entries(error)), shownBy(error.cause)].join('\n');
}
