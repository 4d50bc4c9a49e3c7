import { expect, test } from 'vitest';
import { likeliest } from './likeliest.js';

const names = ['clientId', 'clientSecret', 'allow', 'admins', 'organizations', 'trustedProxies', 'kvTimeout', 'scopes'];

test.each([
  ['allowed', 'allow'],
  ['allowList', 'allow'],
  ['organisations', 'organizations'],
  ['trustedProxy', 'trustedProxies'],
  ['kvtimeout', 'kvTimeout'],
  ['scope', 'scopes'],
  ['clientID', 'clientId'],
  ['client', 'clientId'],
  ['clie', undefined],
  ['x', undefined],
  ['', undefined],
  ['__proto__', undefined],
])('%s: %s', (written, meant) => expect(likeliest(written, names)).toBe(meant));
