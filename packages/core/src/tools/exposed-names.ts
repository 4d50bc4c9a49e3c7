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
  for (const [list, texts = []] of Object.entries(lists)) {
    for (const [place, text] of texts.entries()) {
      const toolId = toolsExposedAs(text, tools).find(filter ? recordFilter(filter) : () => true)?.toolId;
      if (toolId === undefined) continue;
      throw new AgentCardsError(
        'INVALID_INPUT',
        `${list}.${place}: must be a tool id "server:tool"; ${text} is the name under which models see ${toolId}.`,
        { hint: `Give ${toolId}. The ids behind the names that models see are in exposedToolNames(ids).` },
      );
    }
  }
}

/** With a hash at the end it may be that of any tool. */
function toolsExposedAs(text: string, tools: Pick<ToolIndex, 'get' | 'list'>): ToolRecord[] {
  const candidates = /-[0-9a-f]{10}$/.test(text) ? tools.list() : [tools.get(text.replace('__', ':')) ?? []].flat();
  return candidates.filter(({ toolId, status }) => status === 'active' && exposedToolName(toolId) === text);
}
