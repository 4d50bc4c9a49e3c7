import { holdsApiKey } from '../api-keys/api-key-format.js';
import { AuthError } from '../errors/auth-error.js';

const names = new Set(['api_key', 'api-key', 'apikey', 'access_token']);

/**
 * Refuses requests whose address holds a key: addresses are in logs, histories and Referer headers. Refused rather than
 * ignored, so that whoever writes such a request finds out before a key is in all of them.
 * @throws AuthError `CREDENTIAL_IN_URL`
 */
export function assertNoCredentialInUrl(address: string): void {
  // Most addresses have nothing that could be one, and need no parser.
  if (!/[?%]|ac_/.test(address)) return;
  const url = new URL(address);
  const isThere = [...url.searchParams].some(
    ([name, value]) => names.has(name.toLowerCase()) || holdsApiKey(name) || holdsApiKey(value),
  );
  if (!isThere && !holdsApiKey(decodeAscii(url.pathname))) return;
  throw new AuthError('CREDENTIAL_IN_URL', 'The address of the request holds a credential.', {
    hint: 'Send it as `Authorization: Bearer …`, and revoke the key: addresses are logged on the way.',
  });
}

/** Keys are ASCII; what else is in a path need not be anything that can be decoded. */
function decodeAscii(path: string): string {
  return path.replaceAll(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
