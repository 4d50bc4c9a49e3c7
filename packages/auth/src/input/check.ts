import { AuthError } from '../errors/auth-error.js';
import { likeliest } from './likeliest.js';

/**
 * Refuses a value that is not what it has to be.
 * @param path Where it stands, such as `github.allow.logins`.
 * @throws AuthError `INVALID_INPUT` that names the path, and nothing of the value
 */
export type Check = (value: unknown, path: string) => void;

/** One for each member, optional ones too: a member that nobody checks does not compile. */
export type Checks<Value> = { readonly [Name in keyof Value]-?: Check };

/**
 * Refuses anything but a plain object of these members, so that no misspelt name passes for one that was left out.
 * @param subject How the message calls the value.
 * @param prefix What stands before the names of members in messages.
 * @throws AuthError `INVALID_INPUT`
 */
export function assertMembers<Value>(subject: string, value: Value, checks: Checks<Value>, prefix = ''): void {
  assertKnown(subject, value, Object.keys(checks), prefix);
  for (const [name, check] of Object.entries<Check>(checks)) {
    check((value as Readonly<Record<string, unknown>>)[name], prefix + name);
  }
}

/** The half of `assertMembers` that reads no member. @throws AuthError `INVALID_INPUT` */
export function assertKnown(subject: string, value: unknown, names: readonly string[], prefix = ''): void {
  if (!isPlainObject(value)) throw invalid(subject, 'an object');
  // Also those that are not enumerable, and `__proto__` as JSON.parse makes it.
  for (const name of Object.getOwnPropertyNames(value)) {
    if (names.includes(name)) continue;
    const meant = likeliest(name, names);
    const question = meant === undefined ? '' : ` Did you mean "${prefix}${meant}"?`;
    throw new AuthError('INVALID_INPUT', `Unknown option "${prefix}${name.slice(0, 64)}".${question}`, {
      hint: `Known here: ${names.join(', ')}.`,
    });
  }
}

/** Of an instance or a Map the members would be none, or other ones than it seems to have. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The prototype of objects of another realm is another one, which also has these two marks.
  return (
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'isPrototypeOf'))
  );
}

export function invalid(path: string, expected: string): AuthError {
  return new AuthError('INVALID_INPUT', `${path} must be ${expected}.`);
}

/** A check by a question. */
export function are(expected: string, isFit: (value: unknown) => boolean): Check {
  return (value, path) => {
    if (!isFit(value)) throw invalid(path, expected);
  };
}

/** For a member that is checked by whoever reads it. */
export const elsewhere: Check = () => {};

export const isText = are('text', (value) => typeof value === 'string');
export const isFilledText = are('text, and not empty', (value) => typeof value === 'string' && value !== '');
export const isBoolean = are('true or false', (value) => typeof value === 'boolean');
export const isFunction = are('a function', (value) => typeof value === 'function');
export const isSignal = are('an AbortSignal', (value) => hasMethods(value, ['addEventListener']));

export function optional(check: Check): Check {
  return (value, path) => {
    if (value !== undefined) check(value, path);
  };
}

export function isObjectOf<Value>(checks: Checks<Value>): Check {
  return (value, path) => assertMembers(path, value as Value, checks, `${path}.`);
}

export function isListOf(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) throw invalid(path, 'a list');
    // By index, since the methods of arrays pass over holes.
    for (let index = 0; index < value.length; index++) check(value[index], `${path}[${index}]`);
  };
}

export function isWholeNumber(from: number, most = Number.MAX_SAFE_INTEGER): Check {
  const expected = `a whole number from ${from}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}`;
  return are(expected, (value) => Number.isSafeInteger(value) && Number(value) >= from && Number(value) <= most);
}

export function isOneOf(...values: readonly string[]): Check {
  return are(values.join(' or '), (value) => values.some((each) => each === value));
}

/**
 * Something with these methods, which may have others too: what stands behind a contract is somebody else's.
 * @param name How the message calls it.
 */
export function isPort<Port>(name: string, ...methods: readonly (keyof Port & string)[]): Check {
  return are(`${name}, with ${methods.join(', ')}`, (value) => hasMethods(value, methods));
}

export const isClock = isPort<{ now(): number }>('a clock', 'now');

function hasMethods(value: unknown, methods: readonly string[]): boolean {
  // Clocks are functions where they are `Date`.
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return methods.every((method) => typeof (value as Readonly<Record<string, unknown>>)[method] === 'function');
}
