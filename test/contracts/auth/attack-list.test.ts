import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const here = new URL('.', import.meta.url).pathname;
const security = readFileSync(join(here, '../../../docs/security.md'), 'utf8');
const attacks = security
  .slice(security.indexOf('## Attacks'), security.indexOf('## How to report'))
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |\s*\|?$/g, '').trim()));

/** Titles of all tests here, as they stand in the source. */
const titles = readdirSync(here)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => [
    ...readFileSync(join(here, name), 'utf8').matchAll(
      /['`]([^'`\n]+(?:`[^'\n]*)?)['`],\s*(?:\{[^}]*\},\s*)?(?:async )?\(/g,
    ),
  ])
  .map(([, title]) => title);

test('the list has every attack that it is known for', () => expect(attacks.length).toBeGreaterThanOrEqual(40));

test.each(attacks)('%s: %s', (_attack, _answer, title) => {
  expect(titles).toContain(title);
});
