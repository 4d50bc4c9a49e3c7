import type { DataSet } from '../../data/data-set.js';
import type { Finding } from '../../quality/finding.js';
import { createReport } from '../report.js';
import { measureEngineLearning } from './engine-learning.js';
import { measureRecord } from './record.js';

/** G17 of issue 5. Prints as it goes. */
export async function measureLearning(sets: readonly DataSet[], calls: number): Promise<Finding[]> {
  const { findings, report } = createReport('G17');
  await measureRecord(sets, calls, report);
  await measureEngineLearning(sets, calls, report);
  return findings;
}
