import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
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

const pem = ['-----BEGIN KEY-----', 'MIIEsEcReT+/==', 'AbCdsEcReT', '-----END KEY-----', ''];
const secrets = {
  'a key in lines': pem.join('\n'),
  'a key in lines of Windows': pem.join('\r\n'),
  'a password with quotes': 'sEcReT"pass\\word\'`',
  'a password with an umlaut': 'sEcReT-ünd-\u{1f511}',
  'an account as JSON': JSON.stringify({ private_key: pem.join('\n'), sEcReT: 'sEcReT' }, null, 2),
  'a value with colours': '\u001b[31msEcReT\u001b[0m\u0007',
  'a long value': 'sEcReT'.repeat(4_000),
};
const writers: Record<string, (value: string) => string> = {
  plainly: (value) => value,
  'as JSON': (value) => JSON.stringify({ value }),
  'as JSON of ASCII': (value) =>
    JSON.stringify({ value }).replaceAll(
      /[^\0-\x7f]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  'as Node shows objects': (value) => inspect({ value, other: { value } }),
};

describe.each(Object.entries(secrets))('%s', (_, value) => {
  test.each(Object.entries(writers))('does not show where it is written %s', (_how, write) => {
    const before = 'x'.repeat(30_000);
    for (const written of [write(value), `${before}${write(value)}\nthen`, `${write(value)}${before}`]) {
      const { text, excerpt } = output(written, { KEY: value });
      expect(text).not.toContain('sEcReT');
      expect(excerpt).not.toContain('sEcReT');
    }
  });
});

test('what is between secrets stays, however much was written', () => {
  const value = 'sEcReT'.repeat(100);
  const { text } = output(`${value} between `.repeat(500), { KEY: value });
  expect(text).toBe('[KEY] between '.repeat(500).slice(-text.length));
  expect(text.length).toBeGreaterThan(600);
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
