import { InputError } from '../input-error.js';
import { parseOptions } from '../parse-options.js';
import { type Split, splits } from './measures/split.js';

/** `search`: retrieval and what belongs to it. `learning`: next tool and plans. `simulation`: made-up worlds. */
const sections = ['search', 'learning', 'simulation'] as const;
export type Section = (typeof sections)[number];

export interface QualityArguments {
  /** Folder of data sets, or `synthetic`; none given means the default folder where it exists. */
  readonly data: string | undefined;
  readonly sets: readonly string[] | undefined;
  readonly out: string | undefined;
  /** Queries a set for retrieval; `Infinity` for all. */
  readonly maxQueries: number;
  /** Queries a set for the rows of MiniLM; 0 leaves them out. */
  readonly miniLmQueries: number;
  /** How histories are parted from what is held out. */
  readonly splits: readonly Split[];
  readonly sections: ReadonlySet<Section>;
  /** Also says what each part of the ranking is worth. */
  readonly ablations: boolean;
}

const options = {
  data: { type: 'string' },
  sets: { type: 'string' },
  out: { type: 'string' },
  'max-queries': { type: 'string', default: '600' },
  'minilm-queries': { type: 'string', default: '150' },
  split: { type: 'string', default: 'warm,cold' },
  sections: { type: 'string', default: sections.join(',') },
  ablations: { type: 'boolean', default: false },
} as const;

const usage = `pnpm bench:quality -- [--data FOLDER | --data synthetic] [--sets a,b] [--out FILE.json] [--max-queries N | all]
  [--minilm-queries N | all | 0] [--split ${splits.join(',')}] [--sections ${sections.join(',')}] [--ablations]`;

/** @throws InputError for an argument that is unknown, incomplete or out of range. */
export function parseQualityArguments(args: readonly string[]): QualityArguments {
  const { data, sets, out, ablations, split, sections: wanted, ...limits } = parseOptions(args, options, usage);
  return {
    data,
    out,
    ablations,
    splits: readNames('--split', split, splits),
    sections: new Set(readNames('--sections', wanted, sections)),
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

function readNames<Name extends string>(option: string, text: string, known: readonly Name[]): Name[] {
  return text.split(',').map((name) => {
    const found = known.find((one) => one === name);
    if (found === undefined) throw new InputError(`${option} ${text}: of ${known.join(', ')}, with commas between.`);
    return found;
  });
}
