import type { JsonObject, ToolDefinition, ToolId, ToolRecord } from '../contracts/tool.js';
import { sha256 } from '../digest.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { canonicalJson, frozenJson, storableText } from '../json.js';
import type { SyncIssue } from '../reports.js';
import { toToolId } from '../tool-id.js';

/** Longest description that is kept, in UTF-16 code units; the fingerprint covers the whole. */
export const maxDescriptionLength = 32_768;

type Schemas = typeof import('../schemas/index.js');

export interface TakenTool {
  readonly toolId: ToolId;
  /** The record as it would be written now. */
  readonly record: Omit<ToolRecord, 'status' | 'firstSeen' | 'updatedAt'>;
  readonly warning?: SyncIssue | undefined;
}

/** Turns what a server sent into a record, or throws a coded error that says why not. The work is bounded. */
export function takeTool(schemas: Schemas, server: string, value: unknown): TakenTool {
  const parsed = schemas.toolDefinitionSchema.safeParse(value);
  if (!parsed.success) {
    throw new AgentCardsError('TOOL_DEFINITION_INVALID', schemas.describeProblems(parsed.error));
  }
  const definition: ToolDefinition = parsed.data;
  const toolId = toToolId(server, definition.name);
  const description = boundedText(definition.description);
  const [inputSchema, outputSchema, annotations] = [
    definition.inputSchema,
    definition.outputSchema,
    definition.annotations,
  ].map((part) => (part === undefined ? undefined : canonicalJson(part)));
  const record = {
    toolId,
    serverId: server,
    name: definition.name,
    title: boundedText(definition.title),
    description,
    inputSchema: frozenObject(inputSchema) ?? Object.freeze({}),
    outputSchema: frozenObject(outputSchema),
    annotations: frozenObject(annotations),
    fingerprint: sha256(
      JSON.stringify([
        definition.name,
        definition.title,
        definition.description,
        inputSchema,
        outputSchema,
        annotations,
      ]),
    ),
  };
  const truncated = (definition.description?.length ?? 0) > maxDescriptionLength;
  return {
    toolId,
    record,
    warning: truncated
      ? {
          server,
          tool: definition.name,
          code: 'DESCRIPTION_TRUNCATED',
          message: `The description has ${definition.description?.length} characters; the first ${maxDescriptionLength} are kept.`,
        }
      : undefined,
  };
}

function boundedText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : storableText(text.slice(0, maxDescriptionLength));
}

function frozenObject(canonicalText: string | undefined): JsonObject | undefined {
  if (canonicalText === undefined) return undefined;
  // An object that JSON writes as something else, such as a Date.
  if (!canonicalText.startsWith('{'))
    throw new AgentCardsError('TOOL_DEFINITION_INVALID', 'A schema must be an object.');
  return frozenJson(canonicalText) as JsonObject;
}
