import { AgentCardsError } from '../errors/agent-cards-error.js';
import { unknownNameProblem } from '../known-names.js';

/** @throws AgentCardsError `INVALID_INPUT` for what is no object, or has a member of another name */
export function assertNames(caller: string, options: object, names: object): void {
  const isObject = typeof options === 'object' && options !== null;
  const problem = isObject ? unknownNameProblem(options, names, caller) : 'options has to be an object';
  if (problem) throw new AgentCardsError('INVALID_INPUT', `${caller}: ${problem}.`);
}

/** @throws AgentCardsError `INVALID_INPUT` naming the option that is not a whole number from `minimum` on */
export function assertWholeNumbers(
  caller: string,
  minimum: number,
  options: Readonly<Record<string, number | undefined>>,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || (Number.isSafeInteger(value) && value >= minimum)) continue;
    throw new AgentCardsError('INVALID_INPUT', `${caller}: ${name} has to be a whole number, ${minimum} or more.`);
  }
}

/** @throws AgentCardsError `INVALID_INPUT` naming the option that is not a text */
export function assertTexts(caller: string, options: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || typeof value === 'string') continue;
    throw new AgentCardsError('INVALID_INPUT', `${caller}: ${name} has to be a text.`);
  }
}

/** @throws AgentCardsError `INVALID_INPUT` for what would be embedded as something else: `undefined` for a missing text, say */
export function assertCall(texts: readonly string[], kind: string | undefined): void {
  // Not `every`, which passes over the holes of a list.
  if (!Array.isArray(texts) || Array.from(texts).some((text) => typeof text !== 'string')) {
    throw new AgentCardsError('INVALID_INPUT', 'embed: texts has to be an array of texts.');
  }
  if (kind !== 'query' && kind !== 'document') {
    throw new AgentCardsError('INVALID_INPUT', "embed: kind has to be 'query' or 'document'.");
  }
}
