export type { Clock, RandomBytes } from './contracts/environment.js';
export type { KeyEncryptionKeys, WrappedKey, WrappingOptions } from './contracts/key-encryption-keys.js';
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
export { createMemoryKeyValueStore, type MemoryKeyValueStoreOptions } from './kv/memory-key-value-store.js';
export {
  createMcpConfigs,
  type ServerOfUser,
  type UserMcpConfigs,
  type UserMcpConfigsOptions,
} from './mcp-configs/mcp-configs.js';
export type {
  CommandSettings,
  McpServerSettings,
  ResolvedServerSettings,
  SecretReference,
  ServerSettingsResolver,
  TextOrSecret,
  UrlSettings,
} from './mcp-configs/server-settings.js';
export { namespaces } from './namespaces.js';
export { type AddressRanges, parseAddressRanges } from './rate-limit/address-ranges.js';
export { addressOf, networkOf } from './rate-limit/client-address.js';
export type { IpAddress } from './rate-limit/ip-address.js';
export {
  createRateLimiter,
  type RateLimit,
  type RateLimitAnswer,
  type RateLimiter,
  type RateLimiterOptions,
} from './rate-limit/rate-limiter.js';
export { keysFromEnvironment } from './secrets/keys-from-environment.js';
export { type LocalKey, type LocalKeysOptions, localKeys } from './secrets/local-keys.js';
export type { RotationOptions, RotationProgress, RotationReport } from './secrets/secret-rotation.js';
export {
  createSecretVault,
  type Secret,
  type SecretVault,
  type SecretVaultOptions,
  type SetSecretOptions,
} from './secrets/secret-vault.js';
export { createMemoryUserStore } from './users/memory-user-store.js';
