import type { AgentCards, Caller, CallerView, ToolFilterOption } from './agent-cards.js';
import { AgentCardsError } from './errors/agent-cards-error.js';
import { recordFilter } from './tools/tool-filter.js';
import { unknownTool } from './tools/unknown-tool.js';

/** Ids are "server:tool": no tool has this one. */
const noTool = ':';

export function createCallerView(cards: AgentCards, caller: Caller): CallerView {
  if (typeof caller?.permits !== 'function') {
    throw new AgentCardsError('INVALID_INPUT', 'The caller must have a method `permits`.', {
      hint: 'Give what `authenticate` answered, not a copy that went through JSON.',
    });
  }
  const permits = recordFilter((tool) => caller.permits(tool));
  const both = (filter: ToolFilterOption | undefined): ToolFilterOption => {
    if (filter === undefined) return permits;
    const permitsToo = recordFilter(filter);
    return (tool) => permits(tool) && permitsToo(tool);
  };
  const get = (toolId: string) => {
    const tool = cards.tools.get(toolId);
    return tool && permits(tool) ? tool : undefined;
  };
  // Unknown ids and hidden ones become the same, and keep their places.
  const visible = (ids: readonly string[]) => ids.map((id) => (get(id) === undefined ? noTool : id));
  /** The lists of ids in a query, if they are lists: the call itself says what is wrong with others. */
  const masked = <Query extends object>(query: Query, names: readonly (keyof Query)[]): Query => {
    const lists = names.filter((name) => Array.isArray(query[name]));
    return { ...query, ...Object.fromEntries(lists.map((name) => [name, visible(query[name] as string[])])) };
  };

  return {
    tools: { get, list: (options) => cards.tools.list(options).filter(permits) },
    callable(toolId) {
      const tool = get(toolId);
      if (tool?.status !== 'active') throw unknownTool(toolId);
      return tool;
    },
    search: (intent, options = {}) =>
      cards.search(intent, {
        ...masked(options, ['context', 'alwaysInclude', 'exclude']),
        filter: both(options.filter),
      }),
    predictNext: (query) =>
      cards.predictNext({
        ...masked(query, ['executed', 'context', 'candidates']),
        filter: both(query.filter),
      }),
    suggest: (intent, options = {}) =>
      cards.suggest(intent, { ...masked(options, ['context']), filter: both(options.filter) }),
    async record(execution) {
      // What has another form than tasks is told what is wrong with it by the call itself.
      const tasks: unknown = execution?.tasks;
      for (const { toolId } of Array.isArray(tasks) ? (tasks as { toolId?: unknown }[]) : []) {
        if (typeof toolId === 'string' && get(toolId) === undefined) throw unknownTool(toolId);
      }
      return cards.record(execution);
    },
  };
}
