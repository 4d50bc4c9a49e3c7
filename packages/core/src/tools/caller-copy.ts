import type { ToolRecord } from '../contracts/tool.js';

/**
 * The record for code that is not ours: its dates are copies, for those of the index are shared by all tools of a sync.
 * Schemas are frozen through and through and need none. Field by field: filters get one for each tool of each question,
 * and to spread a frozen object takes three times as long.
 */
export function callerCopy(tool: ToolRecord): ToolRecord {
  return {
    toolId: tool.toolId,
    serverId: tool.serverId,
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: tool.inputSchema,
    outputSchema: tool.outputSchema,
    annotations: tool.annotations,
    fingerprint: tool.fingerprint,
    status: tool.status,
    firstSeen: new Date(tool.firstSeen.getTime()),
    updatedAt: new Date(tool.updatedAt.getTime()),
  } satisfies { [Name in keyof Required<ToolRecord>]: ToolRecord[Name] };
}
