import type { EngineState } from '../engine-state.js';
import { permits } from '../retrieval/permits.js';
import type { ToolFilter } from '../types.js';

/** The state as it answers a question: with a filter, what was asked for by others than may be seen is not known. */
export function stateFor(
  state: EngineState,
  filter: ToolFilter | undefined,
  isVisible: (toolId: string) => boolean,
): EngineState {
  return filter === undefined ? state : { ...state, memory: state.memory.seenBy(isVisible) };
}

/** Whether an answer may name a tool: it is in the catalogue and the filter permits it. Asks the filter once a tool. */
export function createVisibility(
  { catalogue }: { readonly catalogue: Pick<EngineState['catalogue'], 'get' | 'has'> },
  filter: ToolFilter | undefined,
): (id: string) => boolean {
  if (filter === undefined) return catalogue.has;
  const known = new Map<string, boolean>();
  return (toolId) => {
    let isVisible = known.get(toolId);
    if (isVisible === undefined) {
      const tool = catalogue.get(toolId);
      isVisible = tool !== undefined && permits(filter, tool);
      known.set(toolId, isVisible);
    }
    return isVisible;
  };
}
