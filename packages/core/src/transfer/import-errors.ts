import { AgentCardsError } from '../errors/agent-cards-error.js';

/** @param problem What is wrong with the line, without anything of its content. */
export function importInvalid(line: number, problem: string): AgentCardsError {
  return new AgentCardsError('IMPORT_INVALID', `Line ${line} of the import ${problem}.`, {
    hint: 'Lines before it may be imported already. Import the whole export once it is right: what is there stays as it is.',
    details: { line },
  });
}
