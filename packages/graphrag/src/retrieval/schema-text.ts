import { referredTo } from '../contracts-of-schemas/local-reference.js';

/** Bounds that keep every schema, whatever its size and shape, at a bounded cost. */
const limits = { nodes: 2_000, depth: 16, values: 1_000 } as const;

/**
 * Names and texts (titles, descriptions, enumerated values) of all properties of a JSON schema, also nested ones and
 * those behind local references, each part of the schema once.
 */
export function schemaText(schema: unknown): { readonly names: string; readonly texts: string } {
  const names: string[] = [];
  const texts: string[] = [];
  const seen = new Set<object>();

  const visit = (node: unknown, depth: number): void => {
    if (!isObject(node) || Array.isArray(node) || seen.has(node) || seen.size >= limits.nodes || depth > limits.depth)
      return;
    seen.add(node);
    // By the keys that are there, which are few, not by those that there may be.
    for (const key of Object.keys(node)) {
      const value = node[key];
      switch (key) {
        case 'title':
        case 'description':
          if (depth > 0 && typeof value === 'string') texts.push(value);
          break;
        case 'enum':
          if (!Array.isArray(value)) break;
          for (const text of value.slice(0, limits.values)) if (typeof text === 'string') texts.push(text);
          break;
        case 'properties':
          if (!isObject(value)) break;
          for (const name of Object.keys(value)) {
            names.push(name);
            visit(value[name], depth + 1);
          }
          break;
        case 'items':
        case 'additionalProperties':
          visit(value, depth + 1);
          break;
        case 'anyOf':
        case 'oneOf':
        case 'allOf':
        case 'prefixItems':
          if (Array.isArray(value)) for (const branch of value) visit(branch, depth + 1);
          break;
        case '$ref':
          if (typeof value === 'string') visit(referredTo(schema, value), depth + 1);
      }
    }
  };

  visit(schema, 0);
  return { names: names.join(' '), texts: texts.join(' ') };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
