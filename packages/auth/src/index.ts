export type { Clock, RandomBytes } from './contracts/environment.js';
export type { Expiry, KeyValueStore } from './contracts/key-value-store.js';
export type {
  ApiKeyRecord,
  ApiKeys,
  JsonValue,
  McpConfigRecord,
  McpConfigs,
  Role,
  Scopes,
  SecretName,
  SecretRecord,
  SecretSummary,
  Secrets,
  SignedInProfile,
  SignIn,
  UserChange,
  UserRecord,
  UserStore,
  Users,
} from './contracts/user-store.js';
export { AuthError, type AuthErrorOptions } from './errors/auth-error.js';
export { type AuthErrorCode, authErrorCodes } from './errors/auth-error-codes.js';
export { namespaces } from './namespaces.js';
export { createMemoryUserStore } from './users/memory-user-store.js';
