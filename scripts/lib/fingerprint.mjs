import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * SHA-256 (hex) over files and folders below `root`: the path and the content of every file, in path order. Times
 * and modes do not count. A path that does not exist counts as absent, which differs from empty.
 *
 * @param {string} root
 * @param {readonly string[]} paths relative to `root`, with forward slashes
 * @param {(path: string) => boolean} [counts] leaves files out
 */
export function fingerprint(root, paths, counts = () => true) {
  const hash = createHash('sha256');
  const files = paths.flatMap((path) => filesAt(root, path)).filter(counts);
  for (const path of files.sort()) {
    const content = existsSync(join(root, path)) ? readFileSync(join(root, path)) : undefined;
    // The length keeps two files apart from one that holds the text of both.
    hash.update(JSON.stringify([path, content?.length ?? null]));
    if (content) hash.update(content);
  }
  return hash.digest('hex');
}

/** @type {(root: string, path: string) => string[]} */
function filesAt(root, path) {
  const isFolder = statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory();
  return isFolder ? readdirSync(join(root, path)).flatMap((name) => filesAt(root, `${path}/${name}`)) : [path];
}
