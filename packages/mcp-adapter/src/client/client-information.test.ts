import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clientInformation } from './client-information.js';

test('servers are told the version of the package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(clientInformation.version).toBe(manifest.version);
});
