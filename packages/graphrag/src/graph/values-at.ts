import { checkText } from '../validation/checks.js';
import { parseJson } from './significant-values.js';
import { splitPath } from './value-paths.js';

/**
 * The values that stand at a path of an output, as `ArgumentBinding.path` names it: a text that holds JSON is entered as if it
 * were its content, `[]` stands for every item of a list and `{}` for every member of an object. One value at most where the
 * path leaves no choice open; none where the output is of another make. Throws `INVALID_INPUT` for a path that is no text.
 */
export function valuesAt(output: unknown, path: string): readonly unknown[] {
  checkText(path, 'path');
  let nodes: readonly unknown[] = [output];
  for (const step of splitPath(path)) nodes = nodes.flatMap((node) => inside(node, step));
  return nodes;
}

function inside(node: unknown, step: string): readonly unknown[] {
  const entered = typeof node === 'string' ? parseJson(node) : node;
  if (typeof entered !== 'object' || entered === null) return [];
  if (Array.isArray(entered)) return step === '[]' ? entered : [];
  if (step === '{}') return Object.values(entered);
  return Object.hasOwn(entered, step) ? [(entered as Readonly<Record<string, unknown>>)[step]] : [];
}
