import { memberPath, type ValuePath } from '../graph/value-paths.js';
import { contractSettings } from './contract-settings.js';
import { subjectOf, wordsOf } from './words.js';

/** A value that a tool gives or needs. */
export interface Field {
  /** Its words, with the entity that it belongs to: `id` of an order is `order id`. */
  readonly key: string;
  readonly schema: FieldSchema;
  /** Where it stands; undefined where it stands too deep. */
  readonly path: ValuePath | undefined;
}

export type FieldSchema = Readonly<Record<string, unknown>>;

/** Fields that say nothing without the entity that they belong to. */
const bareWords = new Set('id uuid key code number name token slug url uri path ref reference handle'.split(' '));

/**
 * The key of a field: its words, and for a bare word (`id`) those of what it belongs to. A single word that is not
 * bare (`status`, `location`) is too common to tell what is meant: undefined.
 */
export function keyOf(name: string, owner: readonly string[]): string | undefined {
  const words = wordsOf(name);
  if (words.length > 1) return words.join(' ');
  if (words.length === 0 || !bareWords.has(words[0]!) || owner.length === 0) return undefined;
  return [...owner, ...words].join(' ');
}

/** The fields of an output schema with a key, lists and nested objects included; bounded. */
export function outputFields(tool: {
  readonly name: string;
  readonly outputSchema?: object | null | undefined;
}): Field[] {
  const fields: Field[] = [];
  const seen = new Set<unknown>();
  const visit = (node: unknown, owner: readonly string[], path: ValuePath | undefined, depth: number): void => {
    if (!isObject(node) || seen.has(node) || depth > contractSettings.maximumDepth) return;
    seen.add(node);
    visit(node.items, owner, memberPath(path, '', true), depth + 1);
    for (const [name, schema] of Object.entries(isObject(node.properties) ? node.properties : {})) {
      if (fields.length >= contractSettings.maximumFields) return;
      const key = keyOf(name, owner);
      const member = memberPath(path, name, false);
      if (key !== undefined && isObject(schema)) {
        fields.push({ key, schema, path: member });
        // `messageIds` is a list of what `messageId` takes one of.
        const { items } = schema;
        if (isObject(items) && items.properties === undefined) {
          fields.push({ key, schema: items, path: memberPath(member, '', true) });
        }
      }
      visit(schema, wordsOf(name), member, depth + 1);
    }
  };
  if (isObject(tool.outputSchema)) visit(tool.outputSchema, subjectOf(tool.name), '', 0);
  return fields;
}

/** Whether a value of the one schema can be a value of the other, as far as their types, formats and enums say. */
export function fits(given: FieldSchema, needed: FieldSchema): boolean {
  const formats = new Set([given.format, needed.format].filter((format) => typeof format === 'string'));
  return formats.size < 2 && overlap(typesOf(given), typesOf(needed)) && overlap(valuesOf(given), valuesOf(needed));
}

function typesOf({ type }: FieldSchema): readonly unknown[] {
  const types = [type].flat().filter((name) => typeof name === 'string');
  return types.map((name) => (name === 'integer' ? 'number' : name));
}

function valuesOf(schema: FieldSchema): readonly unknown[] {
  return Array.isArray(schema.enum) ? schema.enum : [];
}

/** An empty list says nothing, and so excludes nothing. */
function overlap(values: readonly unknown[], others: readonly unknown[]): boolean {
  return values.length === 0 || others.length === 0 || values.some((value) => others.includes(value));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
