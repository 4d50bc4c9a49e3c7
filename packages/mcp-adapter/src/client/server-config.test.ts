import { expect, test } from 'vitest';
import { assertServerConfigs, type ServerConfig } from './server-config.js';

const refused = (configs: unknown) => {
  try {
    assertServerConfigs(configs as readonly ServerConfig[]);
  } catch (error) {
    return error;
  }
  return undefined;
};

test.each<[unknown, string]>([
  [undefined, 'configs has to be a list of servers: [{ name, command, args }, …].'],
  [{ mcpServers: {} }, 'configs has to be a list of servers: [{ name, command, args }, …].'],
  [[null], 'configs[0] has to be an object with name and command, or name and connect.'],
  // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
  [[, {}], 'configs[0] has to be an object with name and command, or name and connect.'],
  [[{ command: 'x' }], 'configs[0].name has to be a text, not undefined.'],
  [[{ name: 'a' }], 'configs[0].command has to be a text, not undefined.'],
  [[{ name: 'a', command: '' }], 'configs[0].command is empty.'],
  [[{ name: 'a', command: 'x\0' }], 'configs[0].command has to be a text without the character NUL.'],
  [[{ name: 'a', command: 'x', description: 5 }], 'configs[0].description has to be a text, not number.'],
  [[{ name: 'a', command: 'x', args: 'x' }], 'configs[0].args has to be a list of texts.'],
  [[{ name: 'a', command: 'x', args: ['x', null] }], 'configs[0].args[1] has to be a text, not null.'],
  [[{ name: 'a', command: 'x', env: ['x'] }], 'configs[0].env has to be an object of texts.'],
  [[{ name: 'a', command: 'x', env: { KEY: undefined } }], 'configs[0].env.KEY is undefined.'],
  [[{ name: 'a', command: 'x', env: { KEY: 5 } }], 'configs[0].env.KEY has to be a text, not number.'],
  [[{ name: 'a', command: 'x', cwd: new URL('file:///') }], 'configs[0].cwd has to be a text, not object.'],
  [[{ name: 'a', connect: 5 }], 'configs[0].connect has to be a function.'],
  [
    [{ name: 'a', command: 'x', connect: async () => ({}) }],
    'Unknown option "command" in configs[0]; known are name, description, connect.',
  ],
  [
    [{ name: 'a', command: 'x', disabled: true }],
    'Unknown option "disabled" in configs[0]; known are name, description, type, command, args, env, cwd.',
  ],
  [[{ name: 'a', command: 'x', type: 'sse' }], 'configs[0].type has to be "stdio"; other transports need `connect`.'],
  [
    [
      { name: 'a', command: 'x' },
      { name: 'a', command: 'y' },
    ],
    'Two servers are named "a": configs[0] and configs[1].',
  ],
  [
    [{ name: 'a', type: 'http', url: 'http://localhost/mcp' }],
    'configs[0].url cannot be connected to: so far only commands are, over stdio.',
  ],
])('%j is refused', (configs, message) => {
  expect(refused(configs)).toMatchObject({ code: 'INVALID_INPUT', message });
});

test('a name that no id can have is refused', () => {
  expect(refused([{ name: 'a:b', command: 'x' }])).toMatchObject({ code: 'TOOL_ID_INVALID' });
});

test('values of variables are in no message', () => {
  const env = { TOKEN: 'hunter2\0' };
  expect(String(refused([{ name: 'a', command: 'x', env }]))).not.toContain('hunter2');
});

test('what is optional may be undefined, and the type is that of the entries of mcp.json', () => {
  const rest = { description: undefined, args: undefined, env: undefined, cwd: undefined };
  expect(refused([{ name: 'a', type: 'stdio', command: 'x', ...rest }])).toBeUndefined();
  expect(refused([{ name: 'a', connect: async () => ({}), description: undefined }])).toBeUndefined();
});
