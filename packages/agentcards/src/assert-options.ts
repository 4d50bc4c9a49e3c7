import { AgentCardsError, assertOptionsWithoutStore } from '@agentcards/core';
import type { AgentCardsOptions } from './agent-cards-options.js';

/**
 * Before a directory is made where nobody asked for it.
 * @throws AgentCardsError `INVALID_INPUT`
 */
export function assertOptions(options: AgentCardsOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new AgentCardsError('INVALID_INPUT', 'createAgentCards takes an object of options.', {
      hint: "For a directory: createAgentCards({ dataDir: './directory' }).",
    });
  }
  assertOptionsWithoutStore(options, { dataDir: true } satisfies { readonly [Name in keyof AgentCardsOptions]?: true });
}
