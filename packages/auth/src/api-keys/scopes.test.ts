import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileScopes, parseScopes, storedScopes } from './scopes.js';

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

const wrong: readonly (readonly [unknown])[] = [
  [null],
  ['github'],
  [['github:*']],
  [[]],
  [{ server: ['github'] }],
  [{ toolIds: ['github:*'] }],
  [{ servers: ['github'], tool: [] }],
  [{ servers: 'github' }],
  [{ servers: null }],
  [{ servers: ['github', undefined] }],
  [{ servers: Array(1) }],
  [new Map([['servers', ['github']]])],
  [Object.create({ servers: ['github'] })],
  [JSON.parse('{"__proto__":{"servers":["github"]}}')],
];

test.each(wrong)('what is not of the form of scopes is refused, and opens nothing where it is stored: %j', (scopes) => {
  expect(() => parseScopes(scopes)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(compileScopes(storedScopes(scopes))({ serverId: 'github', toolId: 'github:push' })).toBe(false);
});

test('scopes that are absent open nothing where they are stored', () => {
  expect(compileScopes(storedScopes(undefined))({ serverId: 'github', toolId: 'github:push' })).toBe(false);
});

test('what is kept is what was checked, whatever becomes of what was given', () => {
  const servers = ['github'];
  const kept = parseScopes({ servers });
  servers[0] = '*';
  expect(kept).toEqual({ servers: ['github'] });
  let reads = 0;
  const changing = {
    get tools() {
      return reads++ === 0 ? ['github:pull'] : undefined;
    },
  };
  expect(parseScopes(changing)).toEqual({ tools: ['github:pull'] });
});
