import assert from 'node:assert/strict';

/** The first place in which a value is not what was expected. */
interface Difference {
  /** Names of members and places in lists, `.tasks[0].id`; empty where the values themselves differ. */
  readonly path: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** Undefined where the values are equal; a member that is undefined is as good as none. */
export function differenceOf(actual: unknown, expected: unknown, path = ''): Difference | undefined {
  if (!isTree(actual) || !isTree(expected) || Array.isArray(actual) !== Array.isArray(expected)) {
    return isEqual(actual, expected) ? undefined : { path, actual, expected };
  }
  for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const place = Array.isArray(expected) ? `[${name}]` : `.${name}`;
    const difference = differenceOf(own(actual, name), own(expected, name), path + place);
    if (difference) return difference;
  }
  return undefined;
}

/** In a line: both values of the place; texts begin shortly before they part. */
export function said({ actual, expected }: Difference): string {
  const from = typeof actual === 'string' && typeof expected === 'string' ? commonLength(actual, expected) - 10 : 0;
  return `${short(actual, from)} instead of ${short(expected, from)}`;
}

function isTree(value: unknown): value is object {
  return Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
}

function isEqual(actual: unknown, expected: unknown): boolean {
  try {
    assert.deepEqual(actual, expected);
    return true;
  } catch {
    return false;
  }
}

function own(tree: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(tree, name)?.value;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

const longest = 60;

function short(value: unknown, from: number): string {
  if (value === undefined) return 'nothing';
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'string' && from > 0) return `…${short(value.slice(from), 0)}`;
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, longest)) : written(value);
  // What looks alike is told apart by its code units.
  const plain = text.replaceAll(/[^ -~…]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return plain.length > 2 * longest ? `${plain.slice(0, 2 * longest)}…` : plain;
}

function written(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} [${value}]`;
  if (value instanceof Set) return `Set [${[...value]}]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
