import { InputError } from '../input-error.js';
import { parseOptions } from '../parse-options.js';

export interface SpeedArguments {
  /** Folder of data sets, or `synthetic`; none given means the default folder where it exists. */
  readonly data: string | undefined;
  readonly out: string | undefined;
  /** Catalogue sizes in tools. */
  readonly sizes: readonly number[];
  /** Timed calls of each kind. */
  readonly calls: number;
}

const options = {
  data: { type: 'string' },
  out: { type: 'string' },
  sizes: { type: 'string', default: '100,1000,10000' },
  calls: { type: 'string', default: '400' },
} as const;

const usage = `pnpm bench:speed -- [--data FOLDER | --data synthetic] [--sizes 100,1000,10000] [--calls N] [--out FILE.json]`;

/** @throws InputError for an argument that is unknown, incomplete or out of range. */
export function parseSpeedArguments(args: readonly string[]): SpeedArguments {
  const { data, out, sizes, calls } = parseOptions(args, options, usage);
  return {
    data,
    out,
    sizes: sizes.split(',').map((size) => wholeNumber(size, '--sizes', 10, 100_000)),
    calls: wholeNumber(calls, '--calls', 10, 100_000),
  };
}

function wholeNumber(text: string, option: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw new InputError(`${option} ${text}: a whole number from ${minimum} to ${maximum}.\n${usage}`);
}
