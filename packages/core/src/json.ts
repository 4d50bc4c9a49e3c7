import type { JsonValue } from './contracts/tool.js';
import { AgentCardsError } from './errors/agent-cards-error.js';

export interface JsonLimits {
  readonly maxDepth: number;
  /** Values of any kind, containers included. Bounds the work on cyclic input too. */
  readonly maxValues: number;
  /** UTF-16 code units of the text. */
  readonly maxLength: number;
}

export const defaultJsonLimits: JsonLimits = { maxDepth: 64, maxValues: 100_000, maxLength: 1_000_000 };

/**
 * JSON text with sorted keys: equal values give equal texts. Follows `JSON.stringify` (no functions, no undefined,
 * non-finite numbers are null) except for `toJSON` of foreign objects, and replaces what databases cannot store
 * (NUL, lone surrogates) by U+FFFD. The work is bounded by the limits, whatever the input.
 * @throws AgentCardsError `TOOL_DEFINITION_TOO_LARGE` past a limit (cyclic values end here)
 */
export function canonicalJson(value: unknown, limits: JsonLimits = defaultJsonLimits): string {
  let values = 0;
  let length = 0;
  const write = (current: unknown, depth: number): string | undefined => {
    values += 1;
    if (depth > limits.maxDepth) throw tooLarge(`nested deeper than ${limits.maxDepth} levels, or cyclic`);
    if (values > limits.maxValues) throw tooLarge(`more than ${limits.maxValues} values`);
    if (current === null || typeof current === 'number' || typeof current === 'boolean') {
      return JSON.stringify(current);
    }
    if (typeof current === 'string') {
      length += current.length;
      if (length > limits.maxLength) throw tooLarge(`longer than ${limits.maxLength} characters`);
      return JSON.stringify(storableText(current));
    }
    if (typeof current === 'bigint') return JSON.stringify(String(current));
    if (typeof current !== 'object') return undefined;
    if (current instanceof Date) return JSON.stringify(current);
    // Before anything is copied or sorted: a buffer or a long sparse array has more members than are ever taken.
    const size = Array.isArray(current) || ArrayBuffer.isView(current) ? sizeOf(current) : 0;
    if (values + size > limits.maxValues) throw tooLarge(`more than ${limits.maxValues} values`);
    if (Array.isArray(current)) {
      return `[${Array.from(current, (item) => write(item, depth + 1) ?? 'null').join(',')}]`;
    }
    const members: string[] = [];
    for (const key of Object.keys(current).sort()) {
      length += key.length;
      const member = write((current as Record<string, unknown>)[key], depth + 1);
      if (member !== undefined) members.push(`${JSON.stringify(storableText(key))}:${member}`);
    }
    return `{${members.join(',')}}`;
  };
  return write(value, 0) ?? 'null';
}

function sizeOf(list: readonly unknown[] | ArrayBufferView): number {
  return 'length' in list ? list.length : list.byteLength;
}

/** Freezes a JSON value through and through. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const key of Object.keys(value)) deepFreeze((value as Record<string, unknown>)[key]);
  }
  return value;
}

/** A deeply frozen copy that holds JSON only. Keys such as `__proto__` stay plain own keys. */
export function frozenJson(canonicalText: string): JsonValue {
  return JSON.parse(canonicalText, (_key, value) => Object.freeze(value)) as JsonValue;
}

/** The text without what PostgreSQL and UTF-8 cannot hold: NUL and lone surrogates become U+FFFD. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').replaceAll(/\p{Cs}/gu, '\uFFFD');
}

function tooLarge(what: string): AgentCardsError {
  return new AgentCardsError('TOOL_DEFINITION_TOO_LARGE', `The value is ${what}.`);
}
