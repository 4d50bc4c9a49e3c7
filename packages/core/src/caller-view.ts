import type { AgentCards, Caller, CallerView } from './agent-cards.js';
import { AgentCardsError } from './errors/agent-cards-error.js';
import type { ToolFilterOption } from './query-options.js';
import { isToolId } from './tool-id.js';
import { recordFilter } from './tools/tool-filter.js';
import { unknownTool } from './tools/unknown-tool.js';

/** Ids are "server:tool": no tool has this one. */
const noTool = ':';

/**
 * @param checked The filter of a question, if it is one.
 * @param resolve The id by which a tool is known now.
 * @throws AgentCardsError `INVALID_INPUT`
 */
export function createCallerView(
  cards: AgentCards,
  caller: Caller,
  checked: (filter: ToolFilterOption) => ToolFilterOption | undefined,
  resolve: (toolId: string) => string,
): CallerView {
  if (typeof caller?.permits !== 'function') {
    throw new AgentCardsError('INVALID_INPUT', 'The caller must have a method `permits`.', {
      hint: 'Give what `authenticate` answered, not a copy that went through JSON.',
    });
  }
  const permits = recordFilter((tool) => caller.permits(tool));
  const both = (given: ToolFilterOption | undefined): ToolFilterOption => {
    const filter = given === undefined ? undefined : checked(given);
    if (filter === undefined) return permits;
    const permitsToo = recordFilter(filter);
    return (tool) => permits(tool) && permitsToo(tool);
  };
  const get = (toolId: string) => {
    const tool = cards.tools.get(toolId);
    return tool && permits(tool) ? tool : undefined;
  };
  // A tool that was renamed is asked about by its old name too, and may be hidden by its new one.
  const isPermitted = (id: string) => get(id) !== undefined && get(resolve(id)) !== undefined;
  // Unknown ids and hidden ones become the same; what cannot be an id is left for the call itself to judge.
  const isSeen = (id: string) => !isToolId(id) || isPermitted(id);
  const inTheirPlaces = (ids: readonly string[]) => ids.map((id) => (isSeen(id) ? id : noTool));
  const without = (ids: readonly string[]) => ids.filter(isSeen);
  /**
   * The query as it may be asked: with the filter, and its lists of ids masked, where it has any. The call itself says what is
   * wrong with others.
   */
  function asked<Query extends { readonly filter?: ToolFilterOption | undefined }>(
    query: Query,
    masks: { readonly [Name in keyof Query]?: (ids: readonly string[]) => string[] },
  ): Query {
    if (typeof query !== 'object' || query === null) {
      throw new AgentCardsError('INVALID_INPUT', 'A query and its options are objects.');
    }
    const names = Object.keys(masks) as (keyof Query)[];
    const given = names.filter((name) => Array.isArray(query[name]));
    const masked = Object.fromEntries(given.map((name) => [name, masks[name]!(query[name] as string[])]));
    return { ...query, ...masked, filter: both(query.filter) };
  }

  return {
    tools: { get, list: (options) => cards.tools.list(options).filter(permits) },
    callable(toolId) {
      const tool = get(toolId);
      if (tool?.status !== 'active') throw unknownTool(toolId);
      return tool;
    },
    search: async (intent, options = {}) =>
      cards.search(intent, asked(options, { context: inTheirPlaces, alwaysInclude: without, exclude: without })),
    predictNext: async (query) =>
      cards.predictNext(asked(query, { executed: inTheirPlaces, context: inTheirPlaces, candidates: inTheirPlaces })),
    suggest: async (intent, options = {}) =>
      cards.suggest(intent, { ...asked(options, { context: inTheirPlaces }), anonymous: true }),
    async record(execution) {
      // What has another form than tasks is told what is wrong with it by the call itself.
      const tasks: unknown = execution?.tasks;
      for (const task of Array.isArray(tasks) ? (tasks as ({ toolId?: unknown } | null | undefined)[]) : []) {
        const toolId = task?.toolId;
        if (typeof toolId === 'string' && !isPermitted(toolId)) throw unknownTool(toolId);
      }
      return cards.record(execution);
    },
  };
}
