import { expect, test } from 'vitest';
import { cookieName, cookieNames, cookieValues, setCookie } from './cookies.js';

test('values are found among others, to the letter of their name', () => {
  const header = 'a=1; xid=2; id=3=4; ID=5; id ; =6; id=; id=7';
  expect(cookieValues(header, 'id')).toEqual(['3=4', '', '7']);
  expect(cookieValues(null, 'id')).toEqual([]);
  expect(cookieValues(`id=1; ${'x'.repeat(20_000)}`, 'id')).toEqual([]);
  expect(cookieValues('__proto__=1', 'constructor')).toEqual([]);
});

test('names are found in the order in which they are sent, each once', () => {
  expect(cookieNames('b=1; a=2;b=3; c; __proto__=4; =5')).toEqual(['b', 'a', '__proto__', '']);
  expect(cookieNames(null)).toEqual([]);
  expect(cookieNames(`id=1; ${'x'.repeat(20_000)}`)).toEqual([]);
});

test('with TLS it is of this host alone', () => {
  expect(cookieName('s', true)).toBe('__Host-s');
  expect(setCookie('__Host-s', 'v', { maxAge: 5, isSecure: true })).toBe(
    '__Host-s=v; Path=/; Max-Age=5; HttpOnly; SameSite=Lax; Secure',
  );
  expect(setCookie(cookieName('s', false), '', { maxAge: 0, isSecure: false })).toBe(
    's=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
  );
});
