import { expect, test } from 'vitest';
import { ServerOutput } from './server-output.js';

function output(text: string, environment?: Record<string, string>): ServerOutput {
  const written = new ServerOutput(environment);
  for (const part of text.match(/.{1,7}/gs) ?? []) written.append(part);
  return written;
}

test('the values of its variables never show, also one inside another', () => {
  const { text } = output('key=abcdef123 token=abcdef retry=1', { TOKEN: 'abcdef', KEY: 'abcdef123', RETRY: '1' });
  expect(text).toBe('key=[KEY] token=[TOKEN] retry=1');
});

test('neither do passwords in URLs', () => {
  expect(output('cannot reach postgres://ada:pass@db/x').text).toBe('cannot reach postgres://[credentials]@db/x');
});

test('control characters are gone', () => {
  expect(output('\u001b[31mred\u001b[0m\u0007\r\nnext\u0000').text).toBe('red\nnext');
});

test('only the end is kept, and a secret at its edge is not', () => {
  const secret = 's3cret-value';
  const { text } = output(`${'x'.repeat(5_000)}${secret}${'y'.repeat(8_192 - 6)}`, { SECRET: secret });
  expect(text).toHaveLength(8_192);
  expect(text).not.toContain('value');
});

test.each([
  ['loading\nError: no config\n    at main\n\nNode.js v20\n', 'Error: no config'],
  ['loading\nstill loading\n\n', 'still loading'],
  ['', ''],
  [`error ${'x'.repeat(1_000)}`, `error ${'x'.repeat(294)}`],
])('the excerpt of %j', (text, excerpt) => {
  expect(output(text).excerpt).toBe(excerpt);
});
