const at = new Date('2026-11-28T06:00:00.123Z');
const userId = '00000000-0000-4000-8000-000000000001';

/** One row of everything that a user store keeps, as `fillUsers` writes it and every later version has to read it. */
export const olderUsers = {
  user: {
    id: userId,
    githubId: '583231',
    username: 'Zoë 😀',
    email: null,
    avatarUrl: 'https://avatars.example.com/1',
    role: /** @type {const} */ ('admin'),
    createdAt: at,
    updatedAt: at,
  },
  apiKey: {
    id: '00000000-0000-4000-8000-000000000002',
    userId,
    prefix: 'ac_Zm9vYmFy',
    hash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    name: 'laptop',
    scopes: { servers: ['git*'], tools: [] },
    createdAt: at,
    expiresAt: new Date('9999-12-31T23:59:59.999Z'),
    lastUsedAt: null,
    revokedAt: null,
    replacedBy: null,
  },
  secret: {
    userId,
    server: 'github',
    name: 'token',
    version: 1,
    keyId: 'first',
    wrappedKey: Uint8Array.of(0, 1, 255),
    ciphertext: Uint8Array.of(),
    createdAt: at,
    updatedAt: at,
  },
  mcpConfig: {
    userId,
    server: 'github',
    settings: { command: 'npx', env: { TOKEN: { secret: 'token' } }, args: [null, 1.5] },
    createdAt: at,
    updatedAt: at,
  },
};

/** @param {import('@agentcards/auth').UserStore} store */
export async function fillUsers({ users, apiKeys, secrets, mcpConfigs }) {
  await users.create(olderUsers.user);
  await apiKeys.insert(olderUsers.apiKey, { limit: 1 });
  await secrets.put(olderUsers.secret);
  await mcpConfigs.put(olderUsers.mcpConfig);
}

/** @param {import('@agentcards/auth').UserStore} store */
export async function readUsers({ users, apiKeys, secrets, mcpConfigs }) {
  return {
    user: await users.get(userId),
    apiKey: await apiKeys.findByPrefix(olderUsers.apiKey.prefix),
    secret: await secrets.get(olderUsers.secret),
    mcpConfig: await mcpConfigs.get(userId, 'github'),
  };
}
