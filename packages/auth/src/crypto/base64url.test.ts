import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64Url, encodeBase64Url } from './base64url.js';

test('bytes come back, and the text is the one that Node makes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = encodeBase64Url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect([...decodeBase64Url(text)]).toEqual([...bytes]);
    }),
  );
});

test('of all texts one stands for the same bytes: whatever is decoded is encoded to itself', () => {
  const letters = fc.constantFrom(...'AQgwZz09-_+/= \n', 'é');
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 9 }), (text) => {
      let bytes: Uint8Array;
      try {
        bytes = decodeBase64Url(text);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return;
      }
      expect(encodeBase64Url(bytes)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

test.each(['A', 'AA==', 'AA=', 'A A', 'AA\n', 'A+', 'A/', 'AB', 'AAB', 'Aé', 'AAAAA'])('%j is refused', (text) => {
  expect(() => decodeBase64Url(text)).toThrow(RangeError);
});
