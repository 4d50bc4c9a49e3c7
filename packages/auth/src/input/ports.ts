import type { KeyEncryptionKeys } from '../contracts/key-encryption-keys.js';
import type { KeyValueStore } from '../contracts/key-value-store.js';
import type { ApiKeys, McpConfigs, Secrets, UserStore, Users } from '../contracts/user-store.js';
import { type Check, invalid, isPort } from './check.js';

/** Something of version 1 of its contract, with its methods. */
function isVersioned<Port>(name: string, ...methods: readonly (keyof Port & string)[]): Check {
  const hasMethods = isPort<Port>(name, ...methods);
  return (value, path) => {
    hasMethods(value, path);
    const { specificationVersion: version } = value as { readonly specificationVersion?: unknown };
    if (version !== 1) throw invalid(path, `of specificationVersion 1, which this version reads`);
  };
}

export const isKeyValueStore = isVersioned<KeyValueStore>(
  'a KeyValueStore',
  'get',
  'set',
  'delete',
  'take',
  'increment',
  'setIfAbsent',
  'close',
);

export const isKeyEncryptionKeys = isVersioned<KeyEncryptionKeys>('KeyEncryptionKeys', 'wrap', 'unwrap');

export const isSecrets = isPort<Secrets>(
  'the `secrets` of a UserStore',
  'put',
  'get',
  'list',
  'remove',
  'listWrappedOtherwise',
  'rewrap',
);

export const isMcpConfigs = isPort<McpConfigs>('the `mcpConfigs` of a UserStore', 'put', 'get', 'list', 'remove');

const isStore = isVersioned<UserStore>('a UserStore');
const portsOfUserStore: readonly (readonly [keyof UserStore, Check])[] = [
  ['users', isPort<Users>('an object', 'signIn', 'create', 'get', 'list', 'setRole', 'remove')],
  ['apiKeys', isPort<ApiKeys>('an object', 'insert', 'findByPrefix', 'list', 'revoke', 'rotate', 'touch', 'rehash')],
  ['secrets', isSecrets],
  ['mcpConfigs', isMcpConfigs],
];

export const isUserStore: Check = (value, path) => {
  isStore(value, path);
  for (const [name, check] of portsOfUserStore) check((value as UserStore)[name], `${path}.${name}`);
};
