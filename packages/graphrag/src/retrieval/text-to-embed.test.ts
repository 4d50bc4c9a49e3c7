import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';

const engine = createEngine();
engine.upsertTools([
  { id: 'git:merge', name: 'merge_branch', description: 'Merge one branch of a repository into another' },
  { id: 'git:issue', name: 'create_issue', description: 'Report a problem; problems are listed' },
  { id: 'files:write', name: 'write_file' },
]);

it.each([
  ['megre the brannch', 'megre the branch'],
  ['(repositry), "repositry": repositry.', '(repository), "repository": repository.'],
  ['report a problemz', 'report a problemz'],
  ['Repositry of Brannch', 'Repositry of Brannch'],
  [
    '/repositry/repositry.md my-repositry repositry_x repositry@x.org',
    '/repositry/repositry.md file my-repositry repositry_x email',
  ],
  ['frobnicate the branch', 'frobnicate the branch'],
  ['createissue', 'create issue'],
  [
    'mergeBranch, then getAllOpenIssues(iPhone, GitHub, macOS)',
    'merge Branch, then get All Open Issues(iPhone, GitHub, macOS)',
  ],
  ['src/mergeBranch my-mergeBranch', 'src/mergeBranch my-mergeBranch'],
])('of %j', (intent, expected) => {
  expect(engine.textToEmbed(intent)).toBe(expected);
});

it('knows no words of tools that the filter hides', () => {
  expect(engine.textToEmbed('a repositry', ({ id }) => id !== 'git:merge')).toBe('a repositry');
  expect(engine.textToEmbed('a repositry', ({ id }) => id === 'git:merge')).toBe('a repository');
  expect(
    engine.textToEmbed('a repositry', () => {
      throw new Error('no');
    }),
  ).toBe('a repositry');
});

it('looks a bounded number of words up in a long text, which it keeps whole', () => {
  const read = engine.textToEmbed('repositry '.repeat(20));
  expect(read.split('repository').length - 1).toBe(16);
  expect(engine.textToEmbed('x'.repeat(100_000))).toHaveLength(100_000);
});

it('leaves alone every text of known words', () => {
  const known = fc.constantFrom('merge', 'branch', 'repository', 'problems', 'another', 'the', 'Into', 'files');
  fc.assert(
    fc.property(fc.array(known), (words) => {
      expect(engine.textToEmbed(words.join(' '))).toBe(words.join(' '));
    }),
  );
});
