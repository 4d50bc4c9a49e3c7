/** Steps of a path that are followed. */
const longestPath = 15;

/** The part of the schema that a local reference (`#/$defs/address`) points to; undefined where there is none. */
export function referredTo(schema: unknown, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined;
  const path = reference.split('/').slice(1, 1 + longestPath);
  return path.reduce<unknown>((node, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const isNode = typeof node === 'object' && node !== null && Object.hasOwn(node, name);
    return isNode ? (node as Readonly<Record<string, unknown>>)[name] : undefined;
  }, schema);
}
