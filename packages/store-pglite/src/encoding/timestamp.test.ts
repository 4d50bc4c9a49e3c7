import { expect, test } from 'vitest';
import { decodeTimestamp, decodeTimestampBinary, encodeTimestamp, encodeTimestampBinary } from './timestamp.js';

test.each([
  ['2026-11-23T06:00:00.120Z', '2026-11-23 06:00:00.12+00'],
  ['0001-01-01T00:00:00.000Z', '0001-01-01 00:00:00+00'],
  ['0000-02-29T00:00:00.001Z', '0001-02-29 00:00:00.001+00 BC'],
  ['-000043-03-15T12:00:00.000Z', '0044-03-15 12:00:00+00 BC'],
  ['+010000-12-31T23:59:59.999Z', '10000-12-31 23:59:59.999+00'],
])('%s is read from PostgreSQL’s %s', (iso, stored) => {
  expect(decodeTimestamp(stored).toISOString()).toBe(iso);
});

test('years are written as PostgreSQL reads them', () => {
  expect(encodeTimestamp(new Date('2026-11-23T06:00:00.120Z'))).toBe('2026-11-23T06:00:00.120Z');
  expect(encodeTimestamp(new Date('+010000-01-01T00:00:00.000Z'))).toBe('10000-01-01T00:00:00.000Z');
  expect(encodeTimestamp(new Date('-000043-03-15T12:00:00.000Z'))).toBe('0044-03-15T12:00:00.000Z BC');
});

test.each([
  '2026-11-23T06:00:00.120Z',
  '1999-12-31T23:59:59.999Z',
  '-004700-01-01T00:00:00.001Z',
  '+275760-09-13T00:00:00.000Z',
])('%s comes back from the binary form', (iso) => {
  const bytes = Buffer.from(encodeTimestampBinary(new Date(iso)));
  expect(decodeTimestampBinary(bytes, 0).toISOString()).toBe(iso);
});

test('parts of a millisecond are cut off, also before 2000', () => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(-1n);
  expect(decodeTimestampBinary(bytes, 0).toISOString()).toBe('1999-12-31T23:59:59.999Z');
  bytes.writeBigInt64BE(1_999n);
  expect(decodeTimestampBinary(bytes, 0).toISOString()).toBe('2000-01-01T00:00:00.001Z');
});
