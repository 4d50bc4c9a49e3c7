import type { ToolFilter } from '../contracts/engine-tool.js';
import type { ToolRecord } from '../contracts/tool.js';
import type { ToolFilterOption } from '../query-options.js';
import { callerCopy } from './caller-copy.js';

/**
 * The filter that the engine asks. It fails closed: one that throws, or answers anything but `true`, hides the tool,
 * and so does the lack of a record.
 */
export function toEngineFilter(
  filter: ToolFilterOption | undefined,
  toolOf: (toolId: string) => ToolRecord | undefined,
): ToolFilter | undefined {
  if (filter === undefined) return undefined;
  const permits = recordFilter(filter);
  return ({ id }) => {
    const tool = toolOf(id);
    return tool !== undefined && permits(tool);
  };
}

/** Whether a filter permits a tool; it fails closed. */
export function recordFilter(filter: ToolFilterOption): (tool: ToolRecord) => boolean {
  return typeof filter === 'function' ? guarded(filter) : matcher(filter);
}

function guarded(filter: (tool: ToolRecord) => boolean): (tool: ToolRecord) => boolean {
  return (tool) => {
    try {
      const answer: unknown = filter(callerCopy(tool));
      // An asynchronous filter hides everything; its failures are not to end the process as unhandled rejections.
      if (answer instanceof Promise) answer.catch(() => {});
      return answer === true;
    } catch {
      return false;
    }
  };
}

function matcher(filter: Exclude<ToolFilterOption, (tool: ToolRecord) => boolean>): (tool: ToolRecord) => boolean {
  const [servers, tools, statuses] = [filter.servers, filter.tools, filter.statuses].map((names) =>
    names === undefined ? undefined : new Set<string>(names),
  );
  const annotations = Object.entries(filter.annotations ?? {});
  return (tool) =>
    (servers?.has(tool.serverId) ?? true) &&
    (tools?.has(tool.toolId) ?? true) &&
    (statuses?.has(tool.status) ?? true) &&
    annotations.every(([name, value]) => {
      const { annotations: stated = {} } = tool;
      return Object.hasOwn(stated, name) && stated[name] === value;
    });
}
