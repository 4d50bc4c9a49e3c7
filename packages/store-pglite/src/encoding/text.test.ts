import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, encodeText } from './text.js';

/** Any sequence of UTF-16 code units, with those that the encoding treats specially often among them. */
const codeUnits = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0, 1, 2, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xe001, 0xe7ff, 0xe800),
    ),
  )
  .map((units) => String.fromCharCode(...units));

test('every text comes back to the code unit, and what is stored is valid UTF-8 without NUL', () => {
  fc.assert(
    fc.property(codeUnits, (text) => {
      const stored = encodeText(text);
      expect(decodeText(stored)).toBe(text);
      expect(stored).not.toMatch(/\p{Cs}/u);
      expect(stored).not.toContain('\0');
    }),
  );
});

test('the order by code point is kept', () => {
  const byCodePoint = (a: string, b: string) => Math.sign(Buffer.compare(points(a), points(b)));
  fc.assert(
    fc.property(codeUnits, codeUnits, (a, b) => {
      expect(byCodePoint(encodeText(a), encodeText(b))).toBe(byCodePoint(a, b));
    }),
  );
});

test('ordinary text is stored as it is', () => {
  const text = 'Grüße, 世界 😀\t\n"\\ \uFFFF';
  expect(encodeText(text)).toBe(text);
});

function points(text: string): Buffer {
  const characters = [...text];
  const buffer = Buffer.alloc(characters.length * 4);
  for (const [index, character] of characters.entries()) buffer.writeUInt32BE(character.codePointAt(0)!, index * 4);
  return buffer;
}
