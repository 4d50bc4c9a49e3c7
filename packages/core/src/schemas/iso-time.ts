/** A time of day without an offset would be another moment on every machine. */
const form =
  /^(?!-000000)((?:\d{4}|[+-]\d{6})-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/**
 * A calendar date of ISO 8601, which is its midnight in UTC, or a date with a time and `Z` or an offset; nothing where the text
 * is of another form or names a day or time that there is not. `Date` alone reads 12.9.2026 as an American would, and 31
 * February as 3 March.
 */
export function readIsoTime(text: string): Date | undefined {
  const day = form.exec(text)?.[1];
  if (day === undefined) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) || new Date(day).getUTCDate() !== Number(day.slice(-2)) ? undefined : time;
}
