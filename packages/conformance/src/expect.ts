import assert from 'node:assert/strict';
import { differenceOf, said } from './difference.js';

/** Equal in every value, type and bit; a member that is undefined is as good as none. A failure says what is not. */
export function expectEqual(actual: unknown, expected: unknown, what = 'the answer'): void {
  const difference = differenceOf(actual, expected);
  if (difference) fail(`${what}${difference.path}: ${said(difference)}`, actual, expected);
}

/** Equal, whatever the order of the rows. A failure names the row. */
export function expectSameRows(actual: readonly unknown[], expected: readonly unknown[]): void {
  for (const row of expected) {
    if (actual.some((other) => differenceOf(other, row) === undefined)) continue;
    const other = actual.find((candidate) => nameOf(candidate) === nameOf(row));
    if (other === undefined) fail(`the row ${nameOf(row)} is missing`, actual, expected);
    expectEqual(other, row, `the row ${nameOf(row)} came back otherwise than it went in: `);
  }
  expectEqual(actual.length, expected.length, 'rows');
}

/** The call rejects, with this code. */
export async function expectCode(call: () => Promise<unknown>, code: string): Promise<void> {
  const error = await rejectionOf(call);
  assert.equal((error as { code?: unknown } | undefined)?.code, code, `rejects with ${code}`);
}

/** What the call rejects with; fails where it does not. */
export async function rejectionOf(call: () => Promise<unknown>): Promise<unknown> {
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    return error;
  }
  return assert.fail(`should have been rejected, and was answered with ${typeof answer}`);
}

/** What names a row in its port. */
function nameOf(row: unknown): string {
  const { toolId, id, key, from, to } = row as Readonly<Record<string, unknown>>;
  return JSON.stringify(toolId ?? id ?? key ?? [from, to]);
}

function fail(message: string, actual: unknown, expected: unknown): never {
  throw new assert.AssertionError({ message, actual, expected, operator: 'fail' });
}
