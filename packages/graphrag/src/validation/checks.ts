import { EngineError } from '../errors.js';

/** Ends the call with `INVALID_INPUT`. `what` names the value as the caller wrote it, such as `tools[3].id`. */
export function invalid(what: string, expected: string, hint?: string): never {
  throw new EngineError('INVALID_INPUT', `${what} must be ${expected}.`, hint);
}

/**
 * Reads each of a list. `read` names what is wrong by its place in the item (`.id`): the rest of the name is put before it
 * where it is needed, as naming every part of a hundred thousand executions costs as much as reading them.
 */
export function readEach<Read>(items: readonly unknown[], what: string, read: (item: unknown) => Read): Read[] {
  return items.map((item, index) => {
    try {
      return read(item);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      throw new EngineError(error.code, `${what}[${index}]${error.message}`, error.hint);
    }
  });
}

export function checkObject(value: unknown, what: string): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) invalid(what, 'an object');
}

/** The members that an object may have: the compiler sees to it that none is missing, and none too many. */
export type NamesOf<Members> = { readonly [Name in keyof Members]-?: true };

/** What is undefined counts as not given, whatever its name: callers pass on what they were not given either. */
export function checkNames(value: object, names: object, what: string): void {
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined || Object.hasOwn(names, name)) continue;
    const hint = `It takes ${Object.keys(names).join(', ')}.`;
    throw new EngineError('INVALID_INPUT', `Unknown option ${JSON.stringify(name)} of ${what}.`, hint);
  }
}

export function checkArray(value: unknown, what: string): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) invalid(what, 'an array');
  // `map` would pass over a hole, and what comes after would stumble over it.
  for (let index = 0; index < value.length; index++) if (!(index in value)) invalid(`${what}[${index}]`, 'a value');
}

export function checkId(value: unknown, what: string): asserts value is string {
  if (typeof value !== 'string' || value === '') invalid(what, 'a text that is not empty');
}

export function checkText(value: unknown, what: string): asserts value is string {
  if (typeof value !== 'string') invalid(what, 'a text');
}

export function checkOptionalText(value: unknown, what: string): asserts value is string | undefined {
  if (value !== undefined) checkText(value, what);
}

export function checkIds(value: unknown, what: string): asserts value is readonly string[] {
  checkArray(value, what);
  for (const [index, id] of value.entries()) checkId(id, `${what}[${index}]`);
}

/** Finite numbers by name. */
export function checkWeights(value: unknown, what: string): Readonly<Record<string, number>> {
  checkObject(value, what);
  for (const [name, weight] of Object.entries(value)) {
    if (typeof weight !== 'number' || !Number.isFinite(weight))
      invalid(`${what}[${JSON.stringify(name)}]`, 'a finite number');
  }
  return value as Readonly<Record<string, number>>;
}

/** A whole number of at least `minimum`, or nothing. */
export function checkOptionalCount(value: unknown, what: string, minimum: number): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && Number(value) >= minimum)) {
    invalid(what, `a whole number of at least ${minimum}`);
  }
}

export function checkOptionalFunction(value: unknown, what: string): void {
  if (value !== undefined && typeof value !== 'function') invalid(what, 'a function');
}

/** Longer vectors would overflow the sums of their rounded products; no model makes them. */
const maximumDimensions = 65_536;

/** Finite numbers, as many as `dimensions` where that is known. */
export function checkVector(
  value: unknown,
  what: string,
  dimensions: number | undefined,
): asserts value is Float32Array | readonly number[] {
  if (!(value instanceof Float32Array) && !Array.isArray(value)) invalid(what, 'a Float32Array or an array of numbers');
  const vector: ArrayLike<unknown> = value;
  if (vector.length === 0) invalid(what, 'a vector that is not empty');
  if (vector.length > maximumDimensions) invalid(what, `a vector of at most ${maximumDimensions} numbers`);
  if (dimensions !== undefined && vector.length !== dimensions) {
    invalid(what, `a vector of ${dimensions} numbers (it has ${vector.length})`, 'Use one model for all vectors.');
  }
  for (let index = 0; index < vector.length; index++) {
    const number = vector[index];
    // The float32 value is what is kept, so it is what must be finite.
    if (typeof number !== 'number' || !Number.isFinite(Math.fround(number))) {
      invalid(`${what}[${index}]`, 'a finite number');
    }
  }
}
