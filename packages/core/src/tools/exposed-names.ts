import type { ToolRecord } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { ToolFilterOption } from '../query-options.js';
import { exposedToolName } from '../tool-id.js';
import { recordFilter } from './tool-filter.js';
import type { ToolIndex } from './tool-index.js';

/**
 * Unknown ids are harmless in what a question is about, but one that is the name under which models see a tool means that tool,
 * and would be left unheard. Tools that the filter hides are unknown.
 * @param lists By the names that the question has for them.
 * @throws AgentCardsError `INVALID_INPUT`
 */
export function assertNoExposedNames(
  lists: { readonly [name: string]: readonly string[] | undefined },
  tools: Pick<ToolIndex, 'get' | 'list'>,
  filter: ToolFilterOption | undefined,
): void {
  const isSeen = filter ? recordFilter(filter) : () => true;
  const toolsExposedAs = createLookup(tools);
  for (const [list, texts = []] of Object.entries(lists)) {
    for (const [place, text] of texts.entries()) {
      const toolId = toolsExposedAs(text).find(isSeen)?.toolId;
      if (toolId === undefined) continue;
      throw new AgentCardsError(
        'INVALID_INPUT',
        `${list}.${place}: must be a tool id "server:tool"; ${text} is the name under which models see ${toolId}.`,
        { hint: `Give ${toolId}. The ids behind the names that models see are in exposedToolNames(ids).` },
      );
    }
  }
}

/** With a hash at the end it may be that of any tool: all of them are named once, where that is asked. */
function createLookup(tools: Pick<ToolIndex, 'get' | 'list'>): (text: string) => readonly ToolRecord[] {
  let hashed: ReadonlyMap<string, readonly ToolRecord[]> | undefined;
  return (text) => {
    // No exposed name has one.
    if (text.includes(':')) return [];
    if (hashEnding.test(text)) {
      hashed ??= byExposedName(tools.list());
      return hashed.get(text) ?? [];
    }
    const tool = tools.get(text.replace('__', ':'));
    return tool?.status === 'active' && exposedToolName(tool.toolId) === text ? [tool] : [];
  };
}

const hashEnding = /-[0-9a-f]{10}$/;

function byExposedName(tools: readonly ToolRecord[]): ReadonlyMap<string, readonly ToolRecord[]> {
  const named = new Map<string, ToolRecord[]>();
  for (const tool of tools) {
    if (tool.status !== 'active') continue;
    const name = exposedToolName(tool.toolId);
    named.set(name, [...(named.get(name) ?? []), tool]);
  }
  return named;
}
