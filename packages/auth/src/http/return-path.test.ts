import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AuthError } from '../errors/auth-error.js';
import { returnPath } from './return-path.js';

const origin = 'https://gateway.example';
const pieces = fc.constantFrom(
  '/',
  '//',
  '\\',
  '..',
  '.',
  '%2e',
  '%2f',
  '@',
  ':',
  'evil.example',
  'app',
  '?',
  '#',
  '\t',
  'ａ',
  '*',
);

test('whatever is accepted stays on the site, below a path that is allowed', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const asked = parts.join('');
      let path: string;
      try {
        path = returnPath(asked, ['/app/*'], origin);
      } catch (error) {
        expect(AuthError.isInstance(error) && error.code).toBe('RETURN_PATH_INVALID');
        return;
      }
      const url = new URL(path, `${origin}/auth/callback`);
      expect(url.origin).toBe(origin);
      expect(asked === '' || url.pathname.startsWith('/app/')).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

test('without one the first path without a star, and otherwise the root, is meant', () => {
  expect(returnPath(null, ['/app/*', '/home'], origin)).toBe('/home');
  expect(returnPath('', ['/app/*'], origin)).toBe('/');
});
