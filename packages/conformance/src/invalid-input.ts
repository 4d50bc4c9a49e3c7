import type { RunnerOptions } from './runner-options.js';

/** What a suite cannot begin with: said at once, not by every case. */
function invalidInput(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'INVALID_INPUT' as const });
}

/** @throws TypeError `INVALID_INPUT` */
export function assertFactory(factory: unknown, makes: string): void {
  if (typeof factory !== 'function') throw invalidInput(`The factory must be a function that makes ${makes}.`);
}

/** Whoever runs a suite has one object of options, for the suite and for the run. */
const namesOfRuns = { timeout: true, title: true } satisfies Record<keyof RunnerOptions, true>;

/** What is undefined counts as not given, whatever its name. @throws TypeError `INVALID_INPUT` */
export function assertOptionNames(options: object, namesOfSuite: object): void {
  const known = Object.keys({ ...namesOfSuite, ...namesOfRuns });
  const unknown = Object.entries(options).find(([name, option]) => option !== undefined && !known.includes(name));
  if (unknown) throw invalidInput(`Unknown option ${JSON.stringify(unknown[0])}. There are: ${known.join(', ')}.`);
}

/** @throws TypeError `INVALID_INPUT` */
export function assertCapabilities(capabilities: unknown, known: readonly string[]): void {
  const unknown = Array.isArray(capabilities) ? capabilities.filter((name) => !known.includes(name)) : undefined;
  if (unknown?.length === 0) return;
  const wrong =
    unknown === undefined ? 'capabilities is not a list' : `Unknown capability ${JSON.stringify(unknown[0])}`;
  throw invalidInput(`${wrong}. There are: ${known.join(', ')}.`);
}

/** @throws TypeError `INVALID_INPUT` */
export function assertTimeout(timeout: unknown): void {
  // Timers take no more than 31 bits.
  if (typeof timeout === 'number' && timeout > 0 && timeout < 2 ** 31) return;
  throw invalidInput('timeout must be a number of milliseconds above 0.');
}
