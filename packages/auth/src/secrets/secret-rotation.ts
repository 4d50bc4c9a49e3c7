import type { SecretRecord, Secrets } from '../contracts/user-store.js';
import { AuthError } from '../errors/auth-error.js';
import { assertMembers, isFunction, isSignal, isWholeNumber, optional } from '../input/check.js';
import type { GuardedKeys } from './guarded-keys.js';
import { unwrapDataKey, wrapDataKey } from './secret-envelope.js';
import { abortedError } from './secret-failures.js';

export interface RotationProgress {
  /** Secrets that are wrapped with the current key because of this call. */
  readonly rewrapped: number;
  /** Secrets that could not be unwrapped, and are as they were. */
  readonly unreadable: number;
}

export interface RotationReport extends RotationProgress {
  /**
   * Secrets that are wrapped with another key at the end, unreadable ones included. An older key can be removed for
   * good when this is 0 of a rotation that began after every process had the new key as its current one.
   */
  readonly remaining: number;
}

export interface RotationOptions {
  /** Between two pages, or while a key is waited for; what is done stays done. */
  readonly signal?: AbortSignal | undefined;
  /** How many are read at a time. @default 100 */
  readonly pageSize?: number | undefined;
  /** Called after every page. */
  readonly onProgress?: ((progress: RotationProgress) => void) | undefined;
}

/**
 * Goes once through what is wrapped with another key than the current one. Each rewrap is a step of its own that
 * changes a secret only as it was read, so that it can be killed anywhere, run again and run twice at a time.
 */
export async function rotateSecrets(
  { store, keys }: { readonly store: Secrets; readonly keys: GuardedKeys },
  options: RotationOptions,
): Promise<RotationReport> {
  assertMembers('The options', options, {
    signal: optional(isSignal),
    pageSize: optional(isWholeNumber(1, 10_000)),
    onProgress: optional(isFunction),
  });
  const { signal, pageSize = 100, onProgress } = options;
  let [rewrapped, unreadable] = [0, 0];
  // A service that is down is asked once for each of its keys, not once for each secret.
  const unavailable = new Set<string>();

  const unwrapped = async (record: SecretRecord): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    if (unavailable.has(record.keyId)) return undefined;
    try {
      return await unwrapDataKey(record, record, { keys, signal });
    } catch (error) {
      if (!AuthError.isInstance(error) || error.code === 'ABORTED') throw error;
      if (error.code === 'SECRET_KEY_UNAVAILABLE') unavailable.add(record.keyId);
      return undefined;
    }
  };

  const rewrapPage = async (page: readonly SecretRecord[]): Promise<void> => {
    for (const record of page) {
      const dataKey = await unwrapped(record);
      if (dataKey === undefined) {
        unreadable++;
        continue;
      }
      try {
        const wrapped = await wrapDataKey(dataKey, record, { keys, signal });
        // False where somebody has set or removed it meanwhile: theirs is newer.
        if (await store.rewrap(record, wrapped)) rewrapped++;
      } finally {
        dataKey.fill(0);
      }
    }
  };

  for await (const page of pagesOf(store, keys, { pageSize, signal })) {
    await rewrapPage(page);
    onProgress?.({ rewrapped, unreadable });
  }
  let remaining = 0;
  for await (const page of pagesOf(store, keys, { pageSize, signal })) remaining += page.length;
  return { rewrapped, unreadable, remaining };
}

async function* pagesOf(
  store: Secrets,
  { currentKeyId }: GuardedKeys,
  { pageSize, signal }: { readonly pageSize: number; readonly signal: AbortSignal | undefined },
) {
  let after: SecretRecord | undefined;
  for (;;) {
    if (signal?.aborted) throw abortedError('The rotation', signal);
    const page = await store.listWrappedOtherwise(currentKeyId, { after, limit: pageSize });
    if (page.length === 0) return;
    yield page;
    after = page.at(-1);
  }
}
