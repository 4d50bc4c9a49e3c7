import assert from 'node:assert/strict';

/** Equal in every value, type and bit; a member that is undefined is as good as none. */
export function expectEqual(actual: unknown, expected: unknown, message?: string): void {
  assert.deepEqual(withoutUndefined(actual), withoutUndefined(expected), message);
}

/** Equal, whatever the order of the rows. */
export function expectSameRows(actual: readonly unknown[], expected: readonly unknown[]): void {
  assert.equal(actual.length, expected.length, `${actual.length} rows instead of ${expected.length}`);
  for (const row of expected) {
    assert.ok(
      actual.some((other) => isEqual(other, row)),
      'a row is missing, or came back otherwise than it went in',
    );
  }
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

function isEqual(actual: unknown, expected: unknown): boolean {
  try {
    expectEqual(actual, expected);
    return true;
  } catch {
    return false;
  }
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  // Creates own members also by the name of __proto__.
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutUndefined(member)]));
}
