/** A data key as it may lie beside what it encrypts. */
export interface WrappedKey {
  /** Which key-encryption key it is wrapped with, in 1 to 128 characters. */
  readonly keyId: string;
  /** What only that key can undo, in 1 to 4,096 bytes. */
  readonly wrappedKey: Uint8Array;
}

export interface WrappingOptions {
  /** Aborts when the answer is no longer waited for. */
  readonly signal: AbortSignal;
}

/**
 * The keys that the keys of secrets are wrapped with: in this process, or in a key management service that never gives
 * them away. One is current and wraps; older ones unwrap as long as something is wrapped with them.
 *
 * `context` says what the data key is for. It has to be bound to the result, as the associated data of an AEAD or the
 * encryption context of a service are: a wrapped key opens with the context that it was wrapped with and no other.
 *
 * What is thrown counts as `SECRET_KEY_UNAVAILABLE`, and nothing of it is carried on, since it may quote the key; but
 * an `AuthError` of this code, or of `SECRET_UNREADABLE` where the key was at hand and the bytes or the context were
 * not the right ones, is.
 */
export interface KeyEncryptionKeys {
  readonly specificationVersion: 1;
  /** With which `wrap` wraps. May change while the process runs. */
  readonly currentKeyId: string;
  /** Wraps 32 bytes, which are not to be kept: they are overwritten after the call. */
  wrap(
    dataKey: Uint8Array<ArrayBuffer>,
    context: Uint8Array<ArrayBuffer>,
    options: WrappingOptions,
  ): Promise<WrappedKey>;
  /** The 32 bytes, in an array that the caller may overwrite. */
  unwrap(
    wrapped: WrappedKey,
    context: Uint8Array<ArrayBuffer>,
    options: WrappingOptions,
  ): Promise<Uint8Array<ArrayBuffer>>;
}
