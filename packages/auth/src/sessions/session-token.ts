import type { RandomBytes } from '../contracts/environment.js';
import { decodeBase64Url, encodeBase64Url } from '../crypto/base64url.js';
import { randomId } from '../crypto/random.js';
import { sha256 } from '../crypto/sha256.js';

/** What a browser's cookie holds: a name for the session, and the proof that it is its own. */
export interface SessionToken {
  readonly id: string;
  /** 32 bytes, as base64url. */
  readonly secret: string;
}

const form = /^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.([\w-]{43})$/;

export function createSessionToken(randomBytes: RandomBytes): SessionToken {
  return { id: randomId(randomBytes), secret: encodeBase64Url(randomBytes(32)) };
}

export function formatSessionToken({ id, secret }: SessionToken): string {
  return `${id}.${secret}`;
}

/** Undefined for whatever was not made by `formatSessionToken`. */
export function parseSessionToken(text: string): SessionToken | undefined {
  const [, id, secret] = form.exec(text) ?? [];
  if (id === undefined || secret === undefined || !isCanonical(secret)) return undefined;
  return { id, secret };
}

/** Only this is stored: nobody makes a cookie from it. */
export async function secretHash(secret: string): Promise<string> {
  return encodeBase64Url(await sha256(secret));
}

/** 43 characters carry 258 bits: of the four texts for the same 32 bytes one is ours. */
function isCanonical(secret: string): boolean {
  try {
    return encodeBase64Url(decodeBase64Url(secret)) === secret;
  } catch {
    return false;
  }
}
