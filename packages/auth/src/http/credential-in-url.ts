import { keyMark } from '../api-keys/api-key-format.js';
import { AuthError } from '../errors/auth-error.js';

const key = new RegExp(`${keyMark}[0-9A-Za-z]{8}`);
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
    ([name, value]) => names.has(name.toLowerCase()) || key.test(name + value),
  );
  if (!isThere && !key.test(url.pathname)) return;
  throw new AuthError('CREDENTIAL_IN_URL', 'The address of the request holds a credential.', {
    hint: 'Send it as `Authorization: Bearer …`, and revoke the key: addresses are logged on the way.',
  });
}
