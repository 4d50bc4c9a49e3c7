import { expect, test } from 'vitest';
import { childEnvironment, inheritedVariables } from './child-environment.js';

test.skipIf(process.platform === 'win32')('the inherited variables are these and no others', () => {
  expect(inheritedVariables).toEqual([
    'HOME',
    'LANG',
    'LC_ALL',
    'LC_CTYPE',
    'LOGNAME',
    'PATH',
    'SHELL',
    'TERM',
    'TMPDIR',
    'TZ',
    'USER',
  ]);
  expect(Object.isFrozen(inheritedVariables)).toBe(true);
});

test('what a server is given comes before what it inherits', () => {
  expect(childEnvironment({ PATH: '/own', TOKEN: 'x' })).toMatchObject({ PATH: '/own', TOKEN: 'x' });
  expect(childEnvironment()).toMatchObject({ PATH: process.env.PATH });
});
