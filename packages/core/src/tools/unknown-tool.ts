import { AgentCardsError } from '../errors/agent-cards-error.js';

/** The same for a tool that does not exist and for one that its caller may not see. */
export function unknownTool(toolId: unknown): AgentCardsError {
  const id = typeof toolId === 'string' ? `the id ${JSON.stringify(toolId.slice(0, 400))}` : 'an id that is no text';
  return new AgentCardsError('TOOL_UNKNOWN', `No tool has ${id}.`, {
    hint: 'Ids are "server:tool". Sync the server that has the tool first.',
  });
}
