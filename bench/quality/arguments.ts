import { InputError } from '../input-error.js';
import { parseOptions } from '../parse-options.js';

export interface QualityArguments {
  /** Folder of data sets, or `synthetic`; none given means the default folder where it exists. */
  readonly data: string | undefined;
  readonly sets: readonly string[] | undefined;
  readonly out: string | undefined;
  /** Queries a set for retrieval; `Infinity` for all. */
  readonly maxQueries: number;
  /** Queries a set for the rows of MiniLM; 0 leaves them out. */
  readonly miniLmQueries: number;
  /** Also says what each part of the engine is worth. */
  readonly ablations: boolean;
}

const options = {
  data: { type: 'string' },
  sets: { type: 'string' },
  out: { type: 'string' },
  'max-queries': { type: 'string', default: '600' },
  'minilm-queries': { type: 'string', default: '150' },
  ablations: { type: 'boolean', default: false },
} as const;

const usage = `pnpm bench:quality -- [--data FOLDER | --data synthetic] [--sets a,b] [--out FILE.json] [--max-queries N | all]
  [--minilm-queries N | all | 0] [--ablations]`;

/** @throws InputError for an argument that is unknown, incomplete or out of range. */
export function parseQualityArguments(args: readonly string[]): QualityArguments {
  const { data, sets, out, ablations, ...limits } = parseOptions(args, options, usage);
  return {
    data,
    out,
    ablations,
    sets: sets?.split(',').filter((name) => name !== ''),
    maxQueries: readLimit('--max-queries', limits['max-queries'], 1),
    miniLmQueries: readLimit('--minilm-queries', limits['minilm-queries'], 0),
  };
}

function readLimit(option: string, text: string, minimum: number): number {
  if (text === 'all') return Number.POSITIVE_INFINITY;
  const limit = Number(text);
  if (limit >= minimum && Number.isInteger(limit)) return limit;
  throw new InputError(`${option} ${text}: a whole number from ${minimum}, or all.`);
}
