import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { significantValues, valuePlaces, valuesAndPlaces } from './significant-values.js';
import { isValuePath } from './value-paths.js';

describe('significant values', () => {
  it.each([
    'W-1234',
    '#W6067464',
    'sara_doe_496',
    'ada@example.com',
    '/tmp/notes',
    'notes.txt',
    'https://example.com/a?b=c',
    '192.168.0.1',
    'a1b2c3',
    '2026-11-23T10:00:00Z',
    'A sentence that hardly stands twice',
  ])('include the text %s', (text) => {
    expect(significantValues({ deep: [{ in: text }] })).toContain(text);
  });

  it.each([
    '',
    'true',
    'pending',
    'SFO',
    'one_way',
    'read-only',
    'and/or',
    '7',
    '1000',
    '2024',
    '2024-05-15',
    '10:30',
    '10:30am',
  ])('leave out the text %j', (text) => {
    expect(significantValues([text])).toEqual([]);
  });

  it('include numbers of four significant digits that are no years', () => {
    expect(significantValues([1234, -98.765, 10n ** 20n + 1n])).toEqual(['1234', '-98.765', '100000000000000000001']);
    expect(significantValues([true, false, null, undefined, 0, 42, 1000, 1999, 0.5, NaN, Infinity])).toEqual([]);
  });

  it('are equal for a value however it is carried: number or text, alone, in prose or in JSON inside a text', () => {
    expect(significantValues(123456)).toEqual(significantValues('123456'));
    expect(significantValues('Order W-1234, paid by ada@example.com.')).toEqual(
      expect.arrayContaining(['W-1234', 'ada@example.com']),
    );
    expect(significantValues({ content: [{ type: 'text', text: '{"order":"W-1234"}' }] })).toEqual(['W-1234']);
  });

  it('give the last segment of a path beside the path', () => {
    expect(significantValues('/tmp/reports/week47.md')).toEqual(['/tmp/reports/week47.md', 'week47.md']);
  });

  it('are distinct and bounded, whatever they are taken from', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        const values = significantValues(value);
        expect(new Set(values).size).toBe(values.length);
        expect(significantValues(value)).toEqual(values);
      }),
    );
    const many = Array.from({ length: 100_000 }, (_, index) => `id-${index}`);
    expect(significantValues(many)).toHaveLength(256);
    expect(significantValues(many.join(' '))).toHaveLength(256);
    const ring: Record<string, unknown> = { id: 'W-1234' };
    ring.self = ring;
    expect(significantValues(ring)).toEqual(['W-1234']);
  });
});

describe('the places of significant values', () => {
  const pathsOf = (value: unknown) => valuePlaces(value)!.map(({ value: text, path }) => [text, path]);

  it.each<[value: unknown, path: string]>([
    ['W-1234', ''],
    [{ order: { id: 'W-1234' } }, 'order.id'],
    [{ orders: [{ name: 'first' }, { id: ' W-1234 ' }] }, 'orders[].id'],
    [[['W-1234']], '[][]'],
    [{ line_2: 'W-1234' }, 'line_2'],
    [{ content: [{ type: 'text', text: '{"order":"W-1234"}' }] }, 'content[].text.order'],
    // What looks like data is not kept as a name.
    [{ 'ada@example.com': { id: 'W-1234' } }, '{}.id'],
    [{ users: { sara_doe_496: 'W-1234' } }, 'users{}'],
    [{ 'Ada Lovelace': ['W-1234'] }, '{}[]'],
  ])('in %j is %j', (value, path) => {
    expect(pathsOf(value)).toEqual([['W-1234', path]]);
  });

  it('are those of wholes alone, not of what stands inside a longer text', () => {
    expect(significantValues('Order W-1234 was paid')).toContain('W-1234');
    expect(pathsOf('Order W-1234 was paid')).toEqual([['Order W-1234 was paid', '']]);
    expect(pathsOf({ file: '/tmp/a/week47.md' })).toEqual([['/tmp/a/week47.md', 'file']]);
    expect(pathsOf({ number: 1234.5 })).toEqual([['1234.5', 'number']]);
  });

  it('are at most four of one value, and none where flags, plain words and small numbers stand', () => {
    expect(pathsOf(Object.fromEntries(Array.from('abcdef', (name) => [name, 'W-1234'])))).toHaveLength(4);
    expect(
      pathsOf({ ok: true, count: 0, note: '', status: 'pending', size: 'A6', at: '2026-01-02', year: 2026 }),
    ).toEqual([]);
  });

  it('have paths that can be read back, and values that are significant', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withMap: true, key: fc.string({ unit: 'binary' }) }), (value) => {
        const { values, places } = valuesAndPlaces(value);
        expect(values).toEqual(significantValues(value));
        expect(places).toEqual(valuePlaces(value));
        for (const place of places ?? []) {
          expect(values).toContain(place.value);
          expect(isValuePath(place.path)).toBe(true);
        }
      }),
    );
  });

  it('name no entries of a map, whatever their names look like', () => {
    const accountOf = (names: readonly string[]) =>
      Object.fromEntries(names.map((name, place) => [name, { account: `ACC-${place}` }]));
    const pathsOf = (output: object) => new Set(valuePlaces(output)!.map(({ path }) => path));
    expect(pathsOf({ by_login: accountOf(['ada', 'bob', 'cyd']) })).toEqual(new Set(['by_login{}.account']));
    // Two ends of something, and members of different make, have names.
    expect(pathsOf(accountOf(['from', 'to']))).toEqual(new Set(['from.account', 'to.account']));
    expect(pathsOf({ ...accountOf(['from', 'to']), via: { account: 'ACC-2', id: 'V-1' } })).toContain('via.account');
    expect(pathsOf({ ...accountOf(['from', 'to']), by: ['ACC-2'] })).toContain('by[]');
  });

  it('are unknown where there is more than is read', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, place) => ({ id: `row_${place}_abc` }));
    expect(valuePlaces({ rows: rows(200), id: 'REP-2026' })).toHaveLength(201);
    for (const long of [{ rows: rows(300), id: 'REP-2026' }, 'word '.repeat(20_000), Array(20_000).fill(true)]) {
      expect(valuePlaces(long)).toBeUndefined();
      expect(valuesAndPlaces(long).places).toBeUndefined();
    }
  });

  it('end where a path gets too long', () => {
    let deep: unknown = 'W-1234';
    for (let level = 0; level < 20; level++) deep = { ['name'.repeat(15)]: deep };
    expect(significantValues(deep)).toEqual(['W-1234']);
    expect(valuePlaces(deep)).toEqual([]);
  });
});

// A quadratic trimming would take hours for these.
it.each([
  ['one long leader', `x${'.'.repeat(65_000)}x`],
  ['many of them', Array.from({ length: 5_000 }, () => `x${'='.repeat(60_000)}x`)],
  ['bytes', new Uint8Array(50_000_000)],
])('%s cost a bounded time and prove nothing', (_name, value) => {
  expect(significantValues(value)).toEqual([]);
});
