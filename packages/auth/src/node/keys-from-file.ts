import { open } from 'node:fs/promises';
import type { KeyEncryptionKeys } from '../contracts/key-encryption-keys.js';
import { AuthError } from '../errors/auth-error.js';
import { parseKeyList } from '../secrets/key-list.js';
import { localKeys } from '../secrets/local-keys.js';
import { keyUnavailableError } from '../secrets/secret-failures.js';

const maxBytes = 65_536;

/**
 * Key-encryption keys from a file: `id:base64`, one a line, of which the first is current. Refuses a file that somebody
 * may read who is neither its owner nor in its group, or may write who is not its owner; on Windows, where modes say
 * nothing, that is not looked at.
 * @throws AuthError `SECRET_KEY_UNAVAILABLE` where it cannot be read, or others can; `INVALID_INPUT` where it holds
 *   no keys
 */
export async function keysFromFile(path: string): Promise<KeyEncryptionKeys> {
  return localKeys(parseKeyList(await readPrivateFile(path)));
}

async function readPrivateFile(path: string): Promise<string> {
  try {
    await using file = await open(path, 'r');
    // Of what was opened, so that it cannot be another file than the one that is read.
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > maxBytes) {
      throw keyUnavailableError(`its file is no file of at most ${maxBytes} bytes`, 'Check the path.');
    }
    // Read by others, written by others or by the group: mounted secrets of clusters are readable by the group.
    if (process.platform !== 'win32' && (stats.mode & 0o027) !== 0) {
      throw keyUnavailableError('its file is open to others than its owner', 'Run `chmod 600` on it; `640` will do.');
    }
    return await file.readFile('utf8');
  } catch (error) {
    if (AuthError.isInstance(error)) throw error;
    throw keyUnavailableError(`its file cannot be read (${codeOf(error)})`, 'Check the path and who may read it.');
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : 'unknown reason';
}
