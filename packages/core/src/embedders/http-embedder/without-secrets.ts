import { redact } from './redact.js';

/** Errors that one error may lead to, as its cause or among its `errors`; what is further away is left out. */
const maxDepth = 8;
/** Objects that are looked at before an error counts as one that may quote anything. */
const maxObjects = 100;

/** The error as it is where nothing that it shows can quote a secret, else a copy of its texts without them. */
export function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  return isClean(error, secrets, new Set()) ? error : copyOf(error, secrets, maxDepth);
}

/** Errors of a fetch may hold the request: in fields, hidden ones included, and in objects that show what they hold. */
function isClean(value: unknown, secrets: readonly string[], seen: Set<object>): boolean {
  if (typeof value === 'string') return redact(value, secrets) === value;
  if (typeof value === 'function') return false;
  if (typeof value !== 'object' || value === null || seen.has(value)) return true;
  if (!isTransparent(value) || seen.size >= maxObjects) return false;
  seen.add(value);
  return Reflect.ownKeys(value).every((key) => {
    // The engine's own, which some versions keep behind a getter.
    if (key === 'stack') return isClean(textOf(value, key), secrets, seen);
    const field = Reflect.getOwnPropertyDescriptor(value, key);
    return field !== undefined && 'value' in field && isClean(field.value, secrets, seen);
  });
}

/** Whether an object has nothing but its own fields. */
function isTransparent(value: object): boolean {
  if (value instanceof Error || Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function copyOf(error: unknown, secrets: readonly string[], depth: number): Error {
  if (!(error instanceof Error)) return new Error(redact(textOf({ error }, 'error'), secrets));
  const cause = fieldOf(error, 'cause');
  const copy = new Error(redact(textOf(error, 'message'), secrets), {
    ...(cause != null && depth > 0 && { cause: copyOf(cause, secrets, depth - 1) }),
  });
  for (const name of ['name', 'stack', 'code'] as const) {
    const value = redact(textOf(error, name), secrets);
    if (value !== '') Object.defineProperty(copy, name, { value, configurable: true, writable: true });
  }
  return copy;
}

/** A field as a text; empty where it has none, or throws. */
function textOf(value: object, name: string): string {
  try {
    return String(Reflect.get(value, name) ?? '');
  } catch {
    return '';
  }
}

function fieldOf(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}
