export type { ApiKeyRequest, ApiKeySummary, CreatedApiKey } from './api-keys/api-keys.js';
export { argon2Hasher } from './api-keys/argon2-hasher.js';
export type { PasswordHasher } from './api-keys/password-hasher.js';
export { pbkdf2Hasher } from './api-keys/pbkdf2-hasher.js';
export type { ScopedTool } from './api-keys/scopes.js';
export type { AuditEvent } from './audit-events.js';
export type { Auth, RequestContext } from './auth.js';
export type { Authenticated } from './authenticate.js';
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
export { createAuth } from './create-auth.js';
export { AuthError, type AuthErrorOptions } from './errors/auth-error.js';
export { type AuthErrorCode, authErrorCodes } from './errors/auth-error-codes.js';
export type { AllowList } from './github/allow-list.js';
export type { GitHubEndpoints } from './github/github-client.js';
export type { Admins } from './github/sign-in.js';
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
export type { AuthOptions, GitHubOptions, RateLimits } from './options.js';
export { type Principal, requireRole } from './principal/principal.js';
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
export type { SessionOptions, SessionSummary } from './sessions/sessions.js';
export { createMemoryUserStore } from './users/memory-user-store.js';
