import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {{ inputs: string, outputs: string }} Stamp */

/**
 * What was made from what, by name, kept in node_modules/.cache. A thing is fresh while its inputs and its outputs
 * are what they were when it was made. Outputs count too because anyone may make them by hand.
 *
 * @param {string} root
 */
export function openStamps(root) {
  const path = join(root, 'node_modules/.cache/agentcards/stamps.json');
  const stamps = read(path);
  return {
    /** @type {(name: string, found: Stamp) => boolean} */
    isFresh(name, { inputs, outputs }) {
      const stamp = stamps.get(name);
      return stamp?.inputs === inputs && stamp.outputs === outputs;
    },
    /** @type {(name: string, made: Stamp) => void} */
    set(name, made) {
      stamps.set(name, made);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify(Object.fromEntries(stamps), null, 2));
    },
  };
}

/** @param {string} path @returns {Map<string, Stamp>} empty when there is no readable file */
function read(path) {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8'))));
  } catch {
    return new Map();
  }
}
