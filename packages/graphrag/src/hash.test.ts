import { expect, it } from 'vitest';
import { hashText } from './hash.js';

// Test vectors of the FNV reference code.
it.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('the FNV-1a hash of %j is %s', (text, expected) => {
  expect(hashText(text)).toBe(expected);
});
