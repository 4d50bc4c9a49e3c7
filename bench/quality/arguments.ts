import { InputError } from '../input-error.js';
import { parseOptions } from '../parse-options.js';

export interface QualityArguments {
  /** Folder of data sets, or `synthetic`; none given means the default folder where it exists. */
  readonly data: string | undefined;
  readonly sets: readonly string[] | undefined;
  readonly out: string | undefined;
  /** Queries a set for retrieval; `Infinity` for all. */
  readonly maxQueries: number;
}

const options = {
  data: { type: 'string' },
  sets: { type: 'string' },
  out: { type: 'string' },
  'max-queries': { type: 'string', default: '600' },
} as const;

const usage = `pnpm bench:quality -- [--data FOLDER | --data synthetic] [--sets a,b] [--out FILE.json] [--max-queries N | all]`;

/** @throws InputError for an argument that is unknown, incomplete or out of range. */
export function parseQualityArguments(args: readonly string[]): QualityArguments {
  const { data, sets, out, 'max-queries': maxQueries } = parseOptions(args, options, usage);
  const limit = maxQueries === 'all' ? Number.POSITIVE_INFINITY : Number(maxQueries);
  if (!(limit >= 1) || (Number.isFinite(limit) && !Number.isInteger(limit))) {
    throw new InputError(`--max-queries ${maxQueries}: a whole number from 1, or all.`);
  }
  return { data, out, sets: sets?.split(',').filter((name) => name !== ''), maxQueries: limit };
}
