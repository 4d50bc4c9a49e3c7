import type { AgentCardsOptions } from './agent-cards.js';
import { AgentCardsError } from './errors/agent-cards-error.js';

/** @throws AgentCardsError `INVALID_INPUT` naming the option and the way out */
export function assertOptions(options: AgentCardsOptions): void {
  const problem = findProblem(options ?? {});
  if (problem) throw new AgentCardsError('INVALID_INPUT', `createAgentCards cannot start: ${problem}.`);
}

function findProblem(options: Partial<AgentCardsOptions>): string | undefined {
  const { store, createEngine, embedder, clock, random, onDrift, onEmptyList, keepIntents } = options;
  if (typeof store?.migrate !== 'function') {
    return 'the option store is missing; the package agentcards brings one, createMemoryStore makes one';
  }
  if (store.specificationVersion !== 1) {
    return `the store has the specification version ${String(store.specificationVersion)}; this version of core reads 1`;
  }
  if (typeof createEngine !== 'function') {
    return 'the option createEngine is missing; @agentcards/graphrag exports one';
  }
  if (embedder && (typeof embedder.embed !== 'function' || typeof embedder.modelId !== 'string')) {
    return 'the option embedder needs modelId, dimensions and embed';
  }
  if (embedder && !(Number.isInteger(embedder.dimensions) && embedder.dimensions > 0)) {
    return 'embedder.dimensions is not a positive whole number';
  }
  if (clock !== undefined && typeof clock.now !== 'function') return 'the option clock has no now()';
  if (random !== undefined && typeof random !== 'function') return 'the option random is not a function';
  if (onDrift !== undefined && !['accept', 'quarantine', 'reject'].includes(onDrift)) {
    return 'the option onDrift is none of accept, quarantine, reject';
  }
  if (onEmptyList !== undefined && !['keep', 'remove'].includes(onEmptyList)) {
    return 'the option onEmptyList is none of keep, remove';
  }
  if (keepIntents !== undefined && typeof keepIntents !== 'boolean') return 'the option keepIntents is not a boolean';
  return undefined;
}
