import type { JsonValue } from '../contracts/tool.js';
import { canonicalJson } from '../json.js';
import type { DefinitionParts } from './tool-definition.js';

/** JSON Schema keywords that explain and do not constrain. */
const prose = new Set(['title', 'description', 'examples', '$comment']);
/** Keywords whose value is a map from names that the author chose to schemas. */
const mapsOfSchemas = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** Keywords whose value is data and no schema. */
const data = new Set(['default', 'const', 'enum', 'required', 'dependentRequired']);

/**
 * What callers of a tool rely on, as a text: the arguments that it takes, the result that it gives, and its annotations
 * (whether it only reads, whether it destroys). Not what is written about them.
 */
export function contractOf({ inputSchema, outputSchema, annotations }: DefinitionParts): string {
  const { title: _title, ...hints } = annotations ?? {};
  // One by one: each is within the limits of JSON that is taken in, the three together need not be.
  return JSON.stringify(
    [constraints(inputSchema), constraints(outputSchema), hints].map((part) => canonicalJson(part)),
  );
}

function constraints(schema: JsonValue | undefined): JsonValue | undefined {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (isList(schema)) return schema.map((item) => constraints(item) ?? null);
  return fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !prose.has(keyword))
      .map(([keyword, value]) => [keyword, constraintsOf(keyword, value)]),
  );
}

function constraintsOf(keyword: string, value: JsonValue): JsonValue {
  if (data.has(keyword)) return value;
  if (mapsOfSchemas.has(keyword) && typeof value === 'object' && value !== null && !isList(value)) {
    return fromEntries(Object.entries(value).map(([name, schema]) => [name, constraints(schema) ?? null]));
  }
  return constraints(value) ?? null;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** `Object.fromEntries` keeps a name such as `__proto__` an own key. */
function fromEntries(entries: [string, JsonValue][]): JsonValue {
  return Object.fromEntries(entries);
}
