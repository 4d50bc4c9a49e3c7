import { notANumberError } from './failures.js';

/** One more than the whole number that the text is. Throws `KV_FAILED` where it is none, or the sum were inexact. */
export function successorOf(text: string): number {
  const next = Number(text) + 1;
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(next)) throw notANumberError();
  return next;
}
