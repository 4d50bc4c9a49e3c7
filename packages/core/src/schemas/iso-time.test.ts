import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readIsoTime } from './iso-time.js';

test.each([
  ['2026-11-30', '2026-11-30T00:00:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['2026-11-30T09:15Z', '2026-11-30T09:15:00.000Z'],
  ['2026-11-30T09:15:20Z', '2026-11-30T09:15:20.000Z'],
  ['2026-11-30T09:15:20.123456+02:00', '2026-11-30T07:15:20.123Z'],
  ['2026-11-30T23:30:00-05:30', '2026-12-01T05:00:00.000Z'],
  ['+002026-11-30T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
])('%s is %s', (text, iso) => {
  expect(readIsoTime(text)?.toISOString()).toBe(iso);
});

test.each([
  '',
  '1',
  '2026',
  '2026-11',
  '20261130',
  '12.9.2026',
  '9/12/2026',
  'September 12',
  'Mon, 30 Nov 2026 09:15:20 GMT',
  '2026-02-29',
  '2026-02-31',
  '2026-04-31T00:00:00Z',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-11-30T25:00:00Z',
  '2026-11-30T09:60:00Z',
  '2026-11-30T09:15:20+30:00',
  '2026-11-30T09:15:20',
  '2026-11-30 09:15:20Z',
  '2026-11-30T09:15:20Z ',
  ' 2026-11-30',
  '-000000-01-01T00:00:00Z',
])('%j is no time', (text) => {
  expect(readIsoTime(text)).toBeUndefined();
});

test('every time is read from what it is written as', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(readIsoTime(date.toISOString())).toEqual(date);
    }),
  );
});
