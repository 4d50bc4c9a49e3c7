import { expect, test } from 'vitest';
import { compareTexts } from './compare-texts.js';

const texts = [
  '',
  'A',
  'a',
  'a\u0000',
  'aa',
  'z',
  'é',
  'ß',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '😀',
  '😀a',
  '😁',
  '\u{10ffff}',
];

test('texts are ordered as their UTF-8 bytes are', () => {
  for (const one of texts) {
    for (const other of texts) {
      const expected = Buffer.compare(Buffer.from(one), Buffer.from(other));
      expect(Math.sign(compareTexts(one, other)), JSON.stringify([one, other])).toBe(expected);
    }
  }
});
