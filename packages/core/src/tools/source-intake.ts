import type { DriftPolicy, ToolId } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { SyncIssue } from '../reports.js';
import { maxToolNameLength } from '../tool-id.js';
import { type TakenTool, takeTool } from './tool-intake.js';

/** A source after the schema at the border; its tools are not looked at yet. */
export interface ParsedSource {
  readonly server: string;
  readonly description?: string | undefined;
  readonly onDrift?: DriftPolicy | undefined;
  readonly tools: readonly unknown[];
}

/** What a server lists, copied: what its caller does to the list afterwards changes nothing. */
export interface TakenSource extends Omit<ParsedSource, 'tools'> {
  readonly taken: ReadonlyMap<ToolId, TakenTool>;
  readonly rejected: readonly SyncIssue[];
  readonly warnings: readonly SyncIssue[];
}

export function takeSource(
  schemas: Parameters<typeof takeTool>[0],
  { server, description, onDrift, tools }: ParsedSource,
): TakenSource {
  const taken = new Map<ToolId, TakenTool>();
  const rejected: SyncIssue[] = [];
  const warnings: SyncIssue[] = [];
  for (const [index, value] of tools.entries()) {
    try {
      const tool = takeTool(schemas, server, value);
      if (taken.has(tool.toolId)) {
        throw new AgentCardsError('TOOL_DUPLICATE', 'The server lists this name twice; the first one counts.');
      }
      taken.set(tool.toolId, tool);
      if (tool.warning) warnings.push(tool.warning);
    } catch (error) {
      // Anything else was thrown by the value itself: a getter, a revoked proxy.
      const { code, message } =
        error instanceof AgentCardsError
          ? error
          : { code: 'TOOL_DEFINITION_INVALID' as const, message: 'The definition cannot be read.' };
      rejected.push({ server, tool: nameOf(value), index, code, message });
    }
  }
  return { server, description, onDrift, taken, rejected, warnings };
}

/** The name for a report: one character longer than a valid name can be, so that a cut one is nobody's. */
function nameOf(value: unknown): string | undefined {
  try {
    const name = (value as { readonly name?: unknown } | null | undefined)?.name;
    return typeof name === 'string' ? name.slice(0, maxToolNameLength + 1) : undefined;
  } catch {
    return undefined;
  }
}
