import type { EngineTool } from '../types.js';
import { checkArray, checkId, checkObject, checkOptionalText, checkText, checkVector, invalid } from './checks.js';
import { jsonCopy } from './json-copy.js';

/** A tool as the catalogue takes it: a frozen definition, and its vector beside it. */
export interface CatalogueTool {
  readonly tool: Omit<EngineTool, 'embedding'>;
  readonly vector: Float32Array | undefined;
}

/** What the vectors of new tools must agree with. */
interface KnownVectors {
  readonly dimensions: number | undefined;
  readonly vectorCount: number;
  hasVector(toolId: string): boolean;
}

/** Checks tools and copies what the engine keeps of them; absent fields stay absent. */
export function readTools(tools: unknown, known: KnownVectors, what = 'tools'): readonly CatalogueTool[] {
  checkArray(tools, what);
  const read = tools.map((tool, index) => readTool(tool, `${what}[${index}]`));
  const replaced = new Set(read.map(({ tool }) => tool.id).filter(known.hasVector)).size;
  let dimensions = replaced < known.vectorCount ? known.dimensions : undefined;
  for (const [index, { vector }] of read.entries()) {
    if (vector === undefined) continue;
    checkVector(vector, `${what}[${index}].embedding`, dimensions);
    dimensions = vector.length;
  }
  return read;
}

function readTool(input: unknown, what: string): CatalogueTool {
  checkObject(input, what);
  const {
    id,
    name,
    title,
    description,
    inputSchema,
    outputSchema,
    server,
    serverDescription,
    embedding,
    definedAt,
    readOnly,
  } = input as Partial<EngineTool>;
  checkId(id, `${what}.id`);
  checkText(name, `${what}.name`);
  checkOptionalText(title, `${what}.title`);
  checkOptionalText(description, `${what}.description`);
  checkOptionalText(server, `${what}.server`);
  checkOptionalText(serverDescription, `${what}.serverDescription`);
  if (definedAt !== undefined && !Number.isFinite(definedAt)) invalid(`${what}.definedAt`, 'a finite number');
  if (readOnly !== undefined && typeof readOnly !== 'boolean') invalid(`${what}.readOnly`, 'a boolean');
  if (embedding !== undefined) checkVector(embedding, `${what}.embedding`, undefined);
  const tool: { -readonly [Field in keyof CatalogueTool['tool']]: CatalogueTool['tool'][Field] } = { id, name };
  if (title !== undefined) tool.title = title;
  if (description !== undefined) tool.description = description;
  if (inputSchema !== undefined && inputSchema !== null)
    tool.inputSchema = readSchema(inputSchema, what, 'inputSchema');
  if (outputSchema !== undefined && outputSchema !== null) {
    tool.outputSchema = readSchema(outputSchema, what, 'outputSchema');
  }
  if (server !== undefined) tool.server = server;
  if (serverDescription !== undefined) tool.serverDescription = serverDescription;
  if (definedAt !== undefined) tool.definedAt = definedAt;
  if (readOnly !== undefined) tool.readOnly = readOnly;
  return { tool: Object.freeze(tool), vector: embedding && Float32Array.from(embedding) };
}

function readSchema(schema: unknown, what: string, field: string): object {
  if (typeof schema !== 'object' || schema === null) invalid(`${what}.${field}`, 'an object');
  return jsonCopy(schema, `${what}.${field}`);
}
