/** A `Date` as PostgreSQL reads it: years beyond 9999 without a sign, years before 1 as `BC` (which has no year 0). */
export function encodeTimestamp(date: Date): string {
  const iso = date.toISOString();
  const year = date.getUTCFullYear();
  const written = String(year > 0 ? year : 1 - year).padStart(4, '0');
  return `${written}${iso.slice(iso.indexOf('-', 1))}${year > 0 ? '' : ' BC'}`;
}

/** From the text of a timestamptz in a session whose time zone is UTC, such as `2026-11-23 06:00:00.123+00`. */
export function decodeTimestamp(stored: string): Date {
  const [date = '', time = '', era] = stored.split(' ');
  const end = date.indexOf('-');
  const year = era === 'BC' ? 1 - Number(date.slice(0, end)) : Number(date.slice(0, end));
  const written = `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;
  return new Date(`${written}${date.slice(end)}T${time.replace('+00', 'Z')}`);
}

const postgresEpoch = BigInt(Date.UTC(2000, 0, 1));

/** A timestamptz in PostgreSQL's binary form: microseconds since 2000, in 64 bits. */
export function encodeTimestampBinary(date: Date): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setBigInt64(0, (BigInt(date.getTime()) - postgresEpoch) * 1_000n);
  return new Uint8Array(bytes.buffer);
}

/** The inverse of `encodeTimestampBinary`; parts of a millisecond, which SQL may have written, are cut off. */
export function decodeTimestampBinary(bytes: Buffer, start: number): Date {
  const microseconds = bytes.readBigInt64BE(start);
  // Division cuts what is left towards zero.
  const begun = microseconds / 1_000n - (microseconds % 1_000n < 0n ? 1n : 0n);
  return new Date(Number(begun + postgresEpoch));
}
