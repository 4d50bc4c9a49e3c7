import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../input-error.js';

/**
 * Folders of the data sets under `root`, by name: every folder that has a `tools.jsonl`, or the `wanted` ones.
 *
 * @throws InputError where `root` does not exist or has no data set, or a wanted set is not there.
 */
export function findSets(root: string, wanted: readonly string[] | undefined): string[] {
  if (!existsSync(root)) throw new InputError(`${resolve(root)}: no such folder. \`--data synthetic\` needs none.`);
  const found = readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'tools.jsonl')))
    .sort();
  if (found.length === 0) throw new InputError(`${resolve(root)}: no folder in it has a tools.jsonl.`);
  const unknown = wanted?.filter((name) => !found.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new InputError(`${resolve(root)}: no data set ${unknown.join(', ')}; there are ${found.join(', ')}.`);
  }
  return (wanted === undefined ? found : found.filter((name) => wanted.includes(name))).map((name) => join(root, name));
}
