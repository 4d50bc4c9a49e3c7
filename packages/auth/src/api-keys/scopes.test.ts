import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileScopes } from './scopes.js';

const texts = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
const patterns = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), minLength: 1, maxLength: 8 });

test('a pattern means what the regular expression means in which * is .*', () => {
  fc.assert(
    fc.property(patterns, texts, (pattern, toolId) => {
      const permits = compileScopes({ tools: [pattern] });
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
      expect(permits({ serverId: 'a', toolId })).toBe(expression.test(toolId));
    }),
    { numRuns: 3_000 },
  );
});

test('a pattern of many stars and a text that nearly fits take no time to tell', () => {
  const permits = compileScopes({ tools: [`${'*a'.repeat(120)}b`] });
  expect(permits({ serverId: 's', toolId: 'a'.repeat(200_000) })).toBe(false);
});

test('both lists have to permit it, and an empty one permits nothing', () => {
  const tool = { serverId: 'git', toolId: 'git:push' };
  expect(compileScopes({})(tool)).toBe(true);
  expect(compileScopes({ servers: ['git'], tools: ['git:pull'] })(tool)).toBe(false);
  expect(compileScopes({ servers: ['x', 'git'], tools: ['*:push'] })(tool)).toBe(true);
  expect(compileScopes({ servers: [] })(tool)).toBe(false);
  expect(compileScopes({ tools: [] })(tool)).toBe(false);
});
