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
  readonly sections: readonly Section[];
}

/** The engine and the store by catalogue size; ratios beside their targets; other libraries; learning anew from history; what a history costs. */
const sections = ['sizes', 'targets', 'peers', 'replay', 'learning'] as const;
export type Section = (typeof sections)[number];

const options = {
  data: { type: 'string' },
  out: { type: 'string' },
  sizes: { type: 'string', default: '100,1000,10000' },
  calls: { type: 'string', default: '400' },
  sections: { type: 'string' },
} as const;

const usage = `pnpm bench:speed -- [--data FOLDER | --data synthetic] [--sizes 100,1000,10000] [--calls N] [--sections ${sections.join(',')}]
  [--out FILE.json]`;

/** @throws InputError for an argument that is unknown, incomplete or out of range. */
export function parseSpeedArguments(args: readonly string[]): SpeedArguments {
  const { data, out, sizes, calls, sections: wanted } = parseOptions(args, options, usage);
  return {
    data,
    out,
    sizes: sizes.split(',').map((size) => wholeNumber(size, '--sizes', 10, 100_000)),
    calls: wholeNumber(calls, '--calls', 10, 100_000),
    // Synthetic data is for a smoke test: the sizes alone, which are chosen by the caller.
    sections: wanted === undefined ? (data === 'synthetic' ? ['sizes'] : sections) : wanted.split(',').map(readSection),
  };
}

function wholeNumber(text: string, option: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw new InputError(`${option} ${text}: a whole number from ${minimum} to ${maximum}.\n${usage}`);
}

function readSection(name: string): Section {
  const section = sections.find((known) => known === name);
  if (section === undefined) throw new InputError(`--sections ${name}: one of ${sections.join(', ')}.\n${usage}`);
  return section;
}
