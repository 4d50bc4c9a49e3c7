import { describedArguments } from '../contracts-of-schemas/described-arguments.js';
import { isObject } from '../contracts-of-schemas/output-fields.js';
import type { ToolDefinition } from '../retrieval/catalogue.js';
import type { SuggestedTask } from '../types.js';

/** The required inputs of a tool, in the order of its schema. A schema that is not understood requires nothing. */
export function requiredArguments({ inputSchema }: Pick<ToolDefinition, 'inputSchema'>): SuggestedTask['missing'] {
  const { required, properties } = describedArguments(inputSchema);
  return required.map((name) => ({ name, schema: properties?.get(name) ?? {} }));
}

/** Keywords of a schema that name no argument beside its properties, of JSON Schema and of what is written into it. */
const harmless: ReadonlySet<string> = new Set([
  'title',
  'description',
  'examples',
  'deprecated',
  '$schema',
  '$id',
  '$comment',
  '$defs',
  'definitions',
]);

/**
 * Every argument that a tool takes, required or not; undefined where its schema does not tell: where there is none, where it
 * takes others than it names, or says by more than a list of properties what it takes.
 */
export function listedArguments({ inputSchema }: Pick<ToolDefinition, 'inputSchema'>): readonly string[] | undefined {
  if (!isObject(inputSchema)) return undefined;
  const { type, properties, required = [], additionalProperties = false, ...others } = inputSchema;
  if (type === undefined ? properties === undefined : type !== 'object') return undefined;
  if (properties !== undefined && !isObject(properties)) return undefined;
  if (!Array.isArray(required) || additionalProperties !== false) return undefined;
  if (!Object.keys(others).every((keyword) => harmless.has(keyword) || keyword.startsWith('x-'))) return undefined;
  return Array.from(new Set([...Object.keys(properties ?? {}), ...required.map(String)]));
}
