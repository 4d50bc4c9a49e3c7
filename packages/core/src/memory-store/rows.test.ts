import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rows } from './rows.js';

const key = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', '');
const change = fc.tuple(fc.constantFrom('set' as const, 'delete' as const, 'clear' as const), key);

test('pages are the rows in order of their keys, whatever changed between them', () => {
  fc.assert(
    fc.property(fc.array(change), fc.option(key, { nil: undefined }), fc.nat(4), (changes, after, limit) => {
      const rows = new Rows<{ value: number }>();
      for (const [index, [kind, name]] of changes.entries()) {
        if (kind === 'set') rows.set(name, { value: index });
        else if (kind === 'delete') rows.delete(name);
        else if (index % 3 === 0) rows.clear();
        const expected = [...rows]
          .filter(([name]) => after === undefined || name > after)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .slice(0, limit)
          .map(([, row]) => row);
        const page = rows.page({ after, limit });
        expect(page).toEqual(expected);
        // Copies: what becomes of them changes nothing.
        for (const row of page) row.value = -1;
      }
      expect([...rows.values()].every(({ value }) => value >= 0)).toBe(true);
    }),
  );
});
