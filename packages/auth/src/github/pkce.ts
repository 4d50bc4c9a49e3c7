import { encodeBase64Url } from '../crypto/base64url.js';
import { sha256 } from '../crypto/sha256.js';

/** The challenge S256 of a verifier (RFC 7636, 4.2). */
export async function pkceChallenge(verifier: string): Promise<string> {
  return encodeBase64Url(await sha256(verifier));
}
