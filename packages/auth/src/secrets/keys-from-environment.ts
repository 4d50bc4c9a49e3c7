import type { KeyEncryptionKeys } from '../contracts/key-encryption-keys.js';
import { parseKeyList } from './key-list.js';
import { localKeys } from './local-keys.js';
import { keyUnavailableError } from './secret-failures.js';

/**
 * Key-encryption keys from a variable such as `AGENTCARDS_SECRET_KEYS="k2:base64,k1:base64"`, of which the first is
 * current. Servers that are started inherit none of it by way of @agentcards/mcp-adapter; take care of other children.
 * @param environment `process.env`, or the bindings of a worker
 * @throws AuthError `SECRET_KEY_UNAVAILABLE` where it is not set; `INVALID_INPUT` where it holds no keys
 */
export function keysFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): KeyEncryptionKeys {
  const text = environment[name];
  if (text === undefined || text.trim() === '') {
    throw keyUnavailableError(
      `the variable ${name} is not set`,
      'Set it to an id, a colon, and what `openssl rand -base64 32` prints; keep a copy where the database is not.',
    );
  }
  return localKeys(parseKeyList(text));
}
