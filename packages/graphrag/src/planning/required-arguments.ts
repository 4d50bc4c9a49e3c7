import { isObject } from '../contracts-of-schemas/output-fields.js';
import type { ToolDefinition } from '../retrieval/catalogue.js';
import type { SuggestedTask } from '../types.js';

/** The required inputs of a tool, in the order of its schema. A schema that is not understood requires nothing. */
export function requiredArguments({ inputSchema }: Pick<ToolDefinition, 'inputSchema'>): SuggestedTask['missing'] {
  const { required, properties } = (inputSchema ?? {}) as { required?: unknown; properties?: unknown };
  if (!Array.isArray(required)) return [];
  const schemaOf = (name: string) => (isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : {});
  return Array.from(new Set(required))
    .filter((name): name is string => typeof name === 'string')
    .map((name) => ({ name, schema: schemaOf(name) ?? {} }));
}
