import { join } from 'node:path';
import { createMcpConfigs, createSecretVault, localKeys } from '@agentcards/auth';
import { connectServers } from '@agentcards/mcp-adapter';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createUserStore } from '@agentcards/store-pglite/users';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../repository.js';
import { openGateway, request } from './gateway.js';

const server = join(root, 'packages/mcp-adapter/test-servers/server.mjs');

test('each user’s server starts with that user’s secret, which nothing else gives back', async () => {
  const store = await openPGliteStore({ dataDir: 'memory://' });
  const cards = await createAgentCards({ store });
  onTestFinished(() => cards.close());
  const users = createUserStore(store);
  const { auth } = await openGateway({ users });
  const vault = createSecretVault({
    store: users.secrets,
    keys: localKeys([{ id: 'k', key: new Uint8Array(32).fill(7) }]),
  });
  const permit = (settings: object) => 'command' in settings && settings.command === process.execPath;
  const configs = createMcpConfigs({ store: users.mcpConfigs, vault, permit });

  const seen: string[] = [];
  for (const username of ['ada', 'bob']) {
    const { id } = await auth.users.create({ username });
    await vault.set({ userId: id, server: 'notes', name: 'TOKEN' }, `token-of-${username}`);
    await configs.set(id, 'notes', {
      command: process.execPath,
      args: [server],
      env: { NOTES_TOKEN: { secret: 'TOKEN' } },
    });
    expect(
      JSON.stringify([await configs.get(id, 'notes'), await configs.list(id), await vault.list(id)]),
    ).not.toContain('token-of');
    const settings = await configs.resolve(id, 'notes');
    if (settings === undefined || !('command' in settings)) throw new Error('a command was set');
    await using pool = await connectServers([{ name: 'notes', ...settings }]);
    await cards.tools.sync([...pool]);
    const { key } = await auth.apiKeys.create(id, { name: 'agent', scopes: { tools: ['notes:environment'] } });
    const { principal } = await auth.authenticate(request({ authorization: `Bearer ${key}` }));
    const { toolId } = cards.as(principal).callable('notes:environment');
    const answer = await pool.callTool(toolId, {});
    seen.push(JSON.stringify(answer.content));
  }
  expect(seen.map((each) => /token-of-\w+/.exec(each)?.[0])).toEqual(['token-of-ada', 'token-of-bob']);
  const foreign = { command: '/bin/sh', args: ['-c', 'true'] };
  const [ada] = await auth.users.list();
  await expect(configs.set(ada!.id, 'notes', foreign)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
