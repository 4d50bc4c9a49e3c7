import { AgentCardsError } from '@agentcards/core';
import type { AgentCardsOptions } from './agent-cards-options.js';

/** The compiler sees to it that none is missing, and none too many. */
const names: { readonly [Name in keyof AgentCardsOptions]-?: true } = {
  dataDir: true,
  embedder: true,
  store: true,
  createEngine: true,
  embedding: true,
  reembed: true,
  maxExactVectors: true,
  clock: true,
  halfLife: true,
  maxMemories: true,
  random: true,
  onDrift: true,
  onEmptyList: true,
  keepIntents: true,
  suggestions: true,
  retention: true,
};

/**
 * Before a directory is made where nobody asked for it; what the options hold is looked at where it is used.
 * @throws AgentCardsError `INVALID_INPUT`
 */
export function assertOptionNames(options: AgentCardsOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new AgentCardsError('INVALID_INPUT', 'createAgentCards takes an object of options.', {
      hint: "For a directory: createAgentCards({ dataDir: './directory' }).",
    });
  }
  for (const [name, option] of Object.entries(options)) {
    if (option === undefined || Object.hasOwn(names, name)) continue;
    const known = Object.keys(names).join(', ');
    const message = `Unknown option ${JSON.stringify(name)} of createAgentCards, which takes ${known}.`;
    throw new AgentCardsError('INVALID_INPUT', message);
  }
}
