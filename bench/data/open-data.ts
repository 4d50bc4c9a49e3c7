import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSet } from './data-set.js';
import { findSets } from './find-sets.js';
import { loadDataSet } from './load-data-set.js';
import { writeSyntheticSet } from './synthetic.js';

/** Where the public sets lie beside a checkout. */
const defaultDataFolder = '../shared/bench';

const syntheticSeed = 7;

export interface OpenedData {
  readonly sets: readonly DataSet[];
  /** Said to the user before the figures. */
  readonly note: string;
}

/**
 * Loads data sets: of a folder, of the default folder where none is named, or `synthetic`: a small set that is
 * generated here. The default folder may be absent; then the synthetic set takes its place.
 *
 * @throws InputError where the folder, a named set or a row of a file is not right.
 */
export function openData(folder: string | undefined, wanted: readonly string[] | undefined): OpenedData {
  if (folder === 'synthetic')
    return { sets: loadSyntheticSet(wanted), note: 'Synthetic data: it shows that the bench runs, no quality.' };
  if (folder === undefined && !existsSync(defaultDataFolder)) {
    return {
      sets: loadSyntheticSet(wanted),
      note: `${defaultDataFolder} is absent: running on synthetic data, which shows that the bench runs, no quality.`,
    };
  }
  const root = folder ?? defaultDataFolder;
  return { sets: findSets(root, wanted).map(loadDataSet), note: `Data: ${root}` };
}

/** Writes the synthetic set in the format of the public ones and reads it back, so that it takes the same way. */
function loadSyntheticSet(wanted: readonly string[] | undefined): DataSet[] {
  const root = mkdtempSync(join(tmpdir(), 'agentcards-bench-'));
  try {
    writeSyntheticSet(join(root, 'synthetic'), syntheticSeed);
    return findSets(root, wanted).map(loadDataSet);
  } finally {
    rmSync(root, { recursive: true });
  }
}
