import { referredTo } from './local-reference.js';
import { isObject } from './output-fields.js';

/** Parts of a schema that are read, so that every schema has a bounded cost. */
const mostParts = 100;

/** What an input schema says of the arguments of a tool. */
export interface DescribedArguments {
  /** Names that it requires, each once, in its order. */
  readonly required: readonly string[];
  /** By name; undefined where the schema describes none. */
  readonly properties: ReadonlyMap<string, unknown> | undefined;
}

/**
 * Reads the arguments of an object: what the schema lists itself, what it refers to within itself (`$ref`), and what all its
 * parts say (`allOf`). What only one of several variants says is not known to hold.
 */
export function describedArguments(inputSchema: unknown): DescribedArguments {
  const required = new Set<string>();
  const properties = new Map<string, unknown>();
  let describes = false;
  const seen = new Set<unknown>();
  const read = (part: unknown): void => {
    if (!isObject(part) || seen.has(part) || seen.size >= mostParts) return;
    seen.add(part);
    if (Array.isArray(part.required)) {
      for (const name of part.required) if (typeof name === 'string') required.add(name);
    }
    if (isObject(part.properties)) {
      describes = true;
      for (const [name, schema] of Object.entries(part.properties)) {
        if (!properties.has(name)) properties.set(name, resolved(inputSchema, schema));
      }
    }
    if (typeof part.$ref === 'string') read(referredTo(inputSchema, part.$ref));
    if (Array.isArray(part.allOf)) part.allOf.forEach(read);
  };
  read(inputSchema);
  return { required: Array.from(required), properties: describes ? properties : undefined };
}

/** A caller who is shown the schema of one argument does not have what it refers to. */
function resolved(whole: unknown, schema: unknown): unknown {
  if (!isObject(schema) || typeof schema.$ref !== 'string') return schema;
  return referredTo(whole, schema.$ref) ?? schema;
}
