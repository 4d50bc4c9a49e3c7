import { AgentCardsError } from '../errors/agent-cards-error.js';

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
