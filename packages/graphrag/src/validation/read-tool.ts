import type { EngineTool } from '../types.js';
import { checkId, checkObject, checkOptionalText, checkText, checkVector, invalid } from './checks.js';
import { jsonCopy } from './json-copy.js';

/** Checks a tool and copies what the engine keeps of it; absent fields stay absent. */
export function readTool(tool: unknown, what: string): EngineTool {
  checkObject(tool, what);
  const { id, name, title, description, inputSchema, outputSchema, server, serverDescription, embedding } =
    tool as Partial<EngineTool>;
  checkId(id, `${what}.id`);
  checkText(name, `${what}.name`);
  for (const [field, value] of Object.entries({ title, description, server, serverDescription })) {
    checkOptionalText(value, `${what}.${field}`);
  }
  if (embedding !== undefined) checkVector(embedding, `${what}.embedding`, undefined);
  return {
    id,
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...readSchema('inputSchema', inputSchema, what),
    ...readSchema('outputSchema', outputSchema, what),
    ...(server !== undefined && { server }),
    ...(serverDescription !== undefined && { serverDescription }),
    ...(embedding !== undefined && { embedding: Float32Array.from(embedding) }),
  };
}

function readSchema<Name extends string>(name: Name, schema: unknown, what: string): { [Key in Name]?: object } {
  if (schema === undefined || schema === null) return {};
  if (typeof schema !== 'object') invalid(`${what}.${name}`, 'an object');
  return { [name]: jsonCopy(schema, `${what}.${name}`) } as { [Key in Name]?: object };
}
