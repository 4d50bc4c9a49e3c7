import fc from 'fast-check';
import { expect, it } from 'vitest';
import { absent, refused, WordTable } from './word-table.js';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'Z', '0', '=', '\0', 'é', '词'), maxLength: 5 });

it('knows what a map would know of words of ASCII, also after it was emptied', () => {
  const table = new WordTable();
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, word), { maxLength: 60 }), (texts) => {
      const map = new Map<string, number>();
      table.clear();
      for (const [before, middle, after] of texts) {
        const text = before + middle + after;
        const found = table.find(text, before.length, before.length + middle.length);
        const isAscii = /^[\0-\x7f]*$/.test(middle);
        expect(found).toBe(isAscii ? (map.get(middle) ?? absent) : refused);
        if (found !== absent) continue;
        table.add(map.size);
        map.set(middle, map.size);
      }
      expect(table.size).toBe(map.size);
    }),
  );
});

it('grows, and refuses words that are too long', () => {
  const table = new WordTable();
  const wordOf = (number: number) => `${number}-`.repeat(1 + (number % 7));
  for (let number = 0; number < 10_000; number++) {
    expect(table.find(wordOf(number), 0, wordOf(number).length)).toBe(absent);
    table.add(number);
  }
  for (let number = 0; number < 10_000; number++) {
    expect(table.find(` ${wordOf(number)} `, 1, 1 + wordOf(number).length)).toBe(number);
  }
  expect(table.find('x'.repeat(65), 0, 65)).toBe(absent);
  expect(table.find('x'.repeat(66), 0, 66)).toBe(refused);
});
