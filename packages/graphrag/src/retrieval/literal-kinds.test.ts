import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import { withLiteralKinds } from './literal-kinds.js';

it.each([
  ['save it to /srv/notes/today.md.', 'save it to /srv/notes/today.md file.'],
  ['summarise https://example.com/a.html, please', 'summarise https://example.com/a.html url, please'],
  ['write to ada@example.com or bob@gmail.com', 'write to email or email'],
  ['mail ada@example.com an email', 'mail  an email'],
  ['sort report.csv and ~/notes', 'sort report.csv file and ~/notes file'],
  ['look into C:\\Users\\ada\\todo', 'look into C:\\Users\\ada\\todo file'],
])('names the kind of the values in %j', (intent, named) => {
  expect(withLiteralKinds(intent)).toBe(named);
});

it.each([
  'read the file /etc/hosts',
  'open the link https://example.com',
  'yes and/or no, 24/7, on 10/12/2026',
  'an app with Node.js, e.g. this one.',
  'refund the order',
  '',
])('leaves %j as it is', (intent) => {
  expect(withLiteralKinds(intent)).toBe(intent);
});

it('only ever adds the three words and leaves addresses out, whatever the text', () => {
  // What is an address to `bare` would be in the path of some.
  const url = fc.webUrl().filter((text) => !text.includes('@'));
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.lorem(), url, fc.constantFrom('ada@example.com', 'a.b+c@x-y.org'))), (parts) => {
      const intent = parts.join(' ');
      // Without the words, an address and what it became are the signs around them.
      const bare = (text: string) => text.replace(/[\p{L}\p{N}_.+-]+@[\p{L}\p{N}.-]+|url|email|file|\s/giu, '');
      expect(bare(withLiteralKinds(intent))).toBe(bare(intent));
    }),
  );
});

it.each([
  '/'.repeat(50_000),
  'a.'.repeat(50_000),
  `${'a'.repeat(50_000)}@`,
  'www.'.repeat(25_000),
  '/.'.repeat(50_000),
])('reads a long text in one go (%#)', (text) => {
  expect(withLiteralKinds(text).length).toBeGreaterThanOrEqual(text.length);
});

it('makes a tool for files be found by a path, and gives the same text to be embedded', () => {
  const engine = createEngine();
  const write = { id: 'disk:write', name: 'write_file', description: 'Write a file' };
  engine.upsertTools([write, { id: 'cms:srv', name: 'srv_notes', description: 'Notes about srv' }]);
  const text = 'put that into /srv/today.md';
  expect(engine.search({ text }).results.map(({ toolId }) => toolId)).toContain(write.id);
  expect(engine.textToEmbed(text)).toBe(`${text} file`);
});
