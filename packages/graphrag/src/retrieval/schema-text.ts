/** Bounds that keep every schema, whatever its size and shape, at a bounded cost. */
const limits = { nodes: 2_000, depth: 16, values: 1_000 } as const;

/** Keywords that hold a schema, and those that hold a list of them. */
const nested = ['items', 'additionalProperties'] as const;
const alternatives = ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const;

/**
 * Names and texts (titles, descriptions, enumerated values) of all properties of a JSON schema, also nested ones and
 * those behind local references, each part of the schema once.
 */
export function schemaText(schema: unknown): { readonly names: string; readonly texts: string } {
  const names: string[] = [];
  const texts: string[] = [];
  const seen = new Set<object>();

  const visit = (node: unknown, depth: number): void => {
    if (!isObject(node) || seen.has(node) || seen.size >= limits.nodes || depth > limits.depth) return;
    seen.add(node);
    if (depth > 0) {
      if (typeof node.title === 'string') texts.push(node.title);
      if (typeof node.description === 'string') texts.push(node.description);
    }
    if (Array.isArray(node.enum)) {
      for (const text of node.enum.slice(0, limits.values)) if (typeof text === 'string') texts.push(text);
    }
    if (isObject(node.properties)) {
      for (const name of Object.keys(node.properties)) {
        names.push(name);
        visit(node.properties[name], depth + 1);
      }
    }
    for (const keyword of nested) visit(node[keyword], depth + 1);
    for (const keyword of alternatives) {
      const branches = node[keyword];
      if (Array.isArray(branches)) for (const branch of branches) visit(branch, depth + 1);
    }
    if (typeof node.$ref === 'string') visit(resolve(schema, node.$ref), depth + 1);
  };

  visit(schema, 0);
  return { names: names.join(' '), texts: texts.join(' ') };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The part of the schema that a local reference (`#/$defs/address`) points to. */
function resolve(schema: unknown, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined;
  const path = reference.split('/').slice(1, limits.depth);
  return path.reduce<unknown>((node, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined;
  }, schema);
}
