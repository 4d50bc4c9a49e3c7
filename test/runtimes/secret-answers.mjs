/*
 * Sets, reads, wraps anew and refuses secrets, and prints what came of it:
 *
 *   RUNTIME secret-answers.mjs [ROW]
 *
 * ROW is the JSON of a row that this program has printed in another runtime, which is to be read here.
 */
import { createMcpConfigs, createMemoryUserStore, createSecretVault, localKeys } from '@agentcards/auth';

const name = { userId: '0a', server: 'github', name: 'TÖKEN' };
const first = { id: 'k1', key: new Uint8Array(32).fill(1) };
const second = { id: 'k2', key: new Uint8Array(32).fill(2) };
const bytes = ['wrappedKey', 'ciphertext'];
const code = (error) => error.code;

async function storeWithUser() {
  const store = createMemoryUserStore();
  const at = new Date(0);
  const user = { id: '0a', githubId: null, username: 'ada', email: null, avatarUrl: null, role: 'user' };
  await store.users.create({ ...user, createdAt: at, updatedAt: at });
  return store;
}

const store = await storeWithUser();
const vault = createSecretVault({ store: store.secrets, keys: localKeys([first]), clock: { now: () => 0 } });
await vault.set(name, 'hush 😀');
const row = await store.secrets.get(name);
const rotated = createSecretVault({ store: store.secrets, keys: localKeys([second, first]) });
const answers = [
  await vault.get(name),
  await rotated.rotate(),
  await rotated.get(name),
  await vault.get(name).catch(code),
];
const configs = createMcpConfigs({ store: store.mcpConfigs, vault: rotated });
await configs.set('0a', 'github', { url: 'https://x.example', headers: { 'X-Token': { secret: 'TÖKEN' } } });
answers.push(await configs.resolve('0a', 'github').catch(code));

const given = JSON.parse(globalThis.process.argv[2] ?? 'null', (key, value) =>
  bytes.includes(key) ? Uint8Array.from(value) : value,
);
if (given) {
  const elsewhere = await storeWithUser();
  await elsewhere.secrets.put({ ...given, createdAt: new Date(0), updatedAt: new Date(0) });
  answers.push(await createSecretVault({ store: elsewhere.secrets, keys: localKeys([first]) }).get(name));
}
const printable = (key, value) => (bytes.includes(key) ? Object.values(value) : value);
console.log(JSON.stringify({ answers, row }, printable));
