import { entry } from '../entry.js';
import type { ObservedExecution } from '../execution.js';
import { callsOff, takesBack } from '../retrieval/calling-off.js';
import { clausesOf } from '../retrieval/query-terms.js';
import type { EngineTool } from '../types.js';

export interface CalledOffSources {
  readonly catalogue: { get(toolId: string): Pick<EngineTool, 'name'> | undefined };
}

/** In more clauses than these much is asked for, of which only a part may be called off. */
const mostClauses = 2;

/**
 * Whether an intent calls off what an execution did: “they don't need the hall any more” is near “a hall for the choir” by its
 * words, and asks for the contrary. Not so where that was asked for in such words too, or ran a tool that undoes something.
 */
export function createCalledOff(
  { catalogue }: CalledOffSources,
  intent: string,
  isVisible: (toolId: string) => boolean,
): (execution: ObservedExecution) => boolean {
  if (!callsOff(intent) || clausesOf(intent).length > mostClauses) return () => false;
  const known = new Map<string, boolean>();
  const isTakingBack = (toolId: string) =>
    entry(known, toolId, () => isVisible(toolId) && takesBack(catalogue.get(toolId)?.name ?? toolId));
  return ({ intent: past = '', tasks }) => !callsOff(past) && !tasks.some(({ toolId }) => isTakingBack(toolId));
}
