import type { Clock, RandomBytes } from '../contracts/environment.js';
import type { KeyValueStore } from '../contracts/key-value-store.js';
import { decodeBase64Url, encodeBase64Url } from '../crypto/base64url.js';
import { equalInConstantTime } from '../crypto/constant-time.js';
import { sha256 } from '../crypto/sha256.js';
import { namespaces } from '../namespaces.js';

/** A sign-in between the way to GitHub and the way back. */
interface Pending {
  readonly verifier: string;
  readonly createdAt: number;
  readonly returnPath: string;
  /** SHA-256 of what the browser's cookie holds. */
  readonly browser: string;
}

export interface StartedSignIn {
  /** 256 bits. */
  readonly state: string;
  readonly verifier: string;
  /** For the browser's cookie: whoever comes back without it did not leave from here. */
  readonly browserSecret: string;
}

/** Remembers sign-ins for 15 minutes, each for one way back. */
export function createPendingSignIns(options: {
  readonly kv: KeyValueStore;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}) {
  const { kv, clock, randomBytes } = options;
  const secret = () => encodeBase64Url(randomBytes(32));

  return {
    async start(returnPath: string): Promise<StartedSignIn> {
      const [state, verifier, browserSecret] = [secret(), secret(), secret()];
      const createdAt = clock.now();
      const browser = encodeBase64Url(await sha256(browserSecret));
      const pending: Pending = { verifier, createdAt, returnPath, browser };
      const expiresAt = createdAt + namespaces.pending.ttl;
      await kv.set(namespaces.pending.prefix + state, JSON.stringify(pending), { expiresAt });
      return { state, verifier, browserSecret };
    },

    /** What was started, once: undefined for a state that is unknown, used, too old, or another browser's. */
    async finish(state: string, browserSecrets: readonly string[]): Promise<Pending | undefined> {
      if (!/^[\w-]{43}$/.test(state)) return undefined;
      const text = await kv.take(namespaces.pending.prefix + state);
      if (text === undefined) return undefined;
      const pending: Pending = JSON.parse(text);
      const [browserSecret] = browserSecrets;
      if (browserSecret === undefined || browserSecrets.length > 1) return undefined;
      const isSame = equalInConstantTime(await sha256(browserSecret), decodeBase64Url(pending.browser));
      const age = clock.now() - pending.createdAt;
      // An age below zero: the clock went backwards, so that nothing says how old it is.
      return isSame && age >= 0 && age < namespaces.pending.ttl ? pending : undefined;
    },
  };
}

export type PendingSignIns = ReturnType<typeof createPendingSignIns>;
