import { readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

/** The file that is the last to come into its place: a directory with it is whole. */
export const lastFileName = 'PG_VERSION';

/**
 * Moves all that is in a folder of a directory up into the directory, and removes the folder. Each entry is at one of both
 * places at any time: whoever is killed in between can go on.
 * @returns the entry that is in the way, in which case nothing was moved
 */
export function moveIntoPlace(
  folder: string,
  directory: string,
  rename: (from: string, to: string) => void = renameSync,
): string | undefined {
  const isLast = (entry: string) => Number(entry === lastFileName);
  const entries = readdirSync(folder).sort((one, other) => isLast(one) - isLast(other));
  const there = new Set(readdirSync(directory));
  const inTheWay = entries.find((entry) => there.has(entry));
  if (inTheWay !== undefined) return inTheWay;
  // In one turn: the fewer moments in which half of it is there, the better.
  const moved: string[] = [];
  try {
    for (const entry of entries) {
      rename(join(folder, entry), join(directory, entry));
      moved.push(entry);
    }
  } catch (error) {
    for (const entry of moved) renameSync(join(directory, entry), join(folder, entry));
    throw error;
  }
  rmdirSync(folder);
  return undefined;
}
