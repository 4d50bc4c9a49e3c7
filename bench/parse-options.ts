import { type ParseArgsConfig, parseArgs } from 'node:util';
import { InputError } from './input-error.js';

/** Reads command-line options. @throws InputError, with the usage, for one that is unknown or incomplete. */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    // pnpm hands its own `--` through.
    return parseArgs({ args: args[0] === '--' ? args.slice(1) : [...args], options }).values;
  } catch (cause) {
    throw new InputError(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`, { cause });
  }
}
