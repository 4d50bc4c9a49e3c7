// index
export {
  AuthError,
  addressOf,
  argon2Hasher,
  authErrorCodes,
  createAuth,
  createMcpConfigs,
  createMemoryKeyValueStore,
  createMemoryUserStore,
  createRateLimiter,
  createSecretVault,
  keysFromEnvironment,
  localKeys,
  namespaces,
  networkOf,
  parseAddressRanges,
  pbkdf2Hasher,
  requireRole,
};
export type {
  AddressRanges,
  Admins,
  AllowList,
  ApiKeyRecord,
  ApiKeyRequest,
  ApiKeySummary,
  ApiKeys,
  AuditEvent,
  Auth,
  AuthErrorCode,
  AuthErrorOptions,
  AuthOptions,
  Authenticated,
  Clock,
  CommandSettings,
  CreatedApiKey,
  Expiry,
  GitHubEndpoints,
  GitHubOptions,
  IpAddress,
  JsonValue,
  KeyEncryptionKeys,
  KeyValueStore,
  LocalKey,
  LocalKeysOptions,
  McpConfigRecord,
  McpConfigs,
  McpServerSettings,
  MemoryKeyValueStoreOptions,
  PasswordHasher,
  Principal,
  RandomBytes,
  RateLimit,
  RateLimitAnswer,
  RateLimiter,
  RateLimiterOptions,
  RateLimits,
  RequestContext,
  ResolvedServerSettings,
  Role,
  RotationOptions,
  RotationProgress,
  RotationReport,
  ScopedTool,
  Scopes,
  Secret,
  SecretName,
  SecretRecord,
  SecretReference,
  SecretSummary,
  SecretVault,
  SecretVaultOptions,
  Secrets,
  ServerOfUser,
  ServerSettingsResolver,
  SessionOptions,
  SessionSummary,
  SetSecretOptions,
  SignIn,
  SignedInProfile,
  TextOrSecret,
  UrlSettings,
  UserChange,
  UserMcpConfigs,
  UserMcpConfigsOptions,
  UserRecord,
  UserStore,
  Users,
  WrappedKey,
  WrappingOptions,
};

// deno-kv
export {
  createDenoKeyValueStore,
};
export type {
  DenoAtomicOperation,
  DenoKeyValueStoreOptions,
  DenoKv,
};

// node
export {
  keysFromFile,
};

// redis
export {
  createRedisKeyValueStore,
};
export type {
  RedisClient,
  RedisKeyValueStoreOptions,
};

// unstorage
export {
  createUnstorageKeyValueStore,
};
export type {
  UnstorageKeyValueStoreOptions,
  UnstorageStorage,
};

declare class AuthError extends Error {
    readonly code: AuthErrorCode;
    readonly hint: string | undefined;
    readonly details: Readonly<Record<string, unknown>> | undefined;
    constructor(code: AuthErrorCode, message: string, options?: AuthErrorOptions);
    static isInstance(value: unknown): value is Error & Pick<AuthError, "details" | "hint"> & {
        readonly code: string;
    };
}
declare const authErrorCodes: readonly [
    "INVALID_INPUT",
    "CLOSED",
    "ABORTED",
    "AUTH_REQUIRED",
    "SESSION_INVALID",
    "API_KEY_INVALID",
    "FORBIDDEN",
    "CSRF_REJECTED",
    "CREDENTIAL_IN_URL",
    "RATE_LIMITED",
    "REQUEST_TOO_LARGE",
    "LOCAL_MODE_REFUSED",
    "SIGN_IN_STATE_INVALID",
    "SIGN_IN_DENIED",
    "RETURN_PATH_INVALID",
    "GITHUB_REJECTED",
    "GITHUB_UNAVAILABLE",
    "GITHUB_RESPONSE_INVALID",
    "USER_UNKNOWN",
    "LAST_ADMIN",
    "API_KEY_UNKNOWN",
    "API_KEY_LIMIT",
    "API_KEY_ALREADY_ROTATED",
    "HASHER_FAILED",
    "SECRET_UNKNOWN",
    "SECRET_UNREADABLE",
    "SECRET_CONFLICT",
    "SECRET_LIMIT",
    "SECRET_KEY_UNAVAILABLE",
    "MCP_CONFIG_LIMIT",
    "KV_FAILED",
    "USER_STORE_FAILED"
];
declare const namespaces: {
    readonly apiKey: {
        readonly prefix: "auth/api-key:";
        readonly ttl: number;
    };
    readonly pending: {
        readonly prefix: "auth/pending:";
        readonly ttl: number;
    };
    readonly session: {
        readonly prefix: "auth/session:";
        readonly ttl: number;
    };
};
declare function addressOf(headers: Pick<Headers, "get">, socketAddress: string | undefined, trustedProxies: AddressRanges): string | undefined;
declare function argon2Hasher(): PasswordHasher;
declare function createAuth(options: AuthOptions): Auth;
declare function createDenoKeyValueStore(options: DenoKeyValueStoreOptions): KeyValueStore;
declare function createMcpConfigs(options: UserMcpConfigsOptions): UserMcpConfigs;
declare function createMemoryKeyValueStore(options?: MemoryKeyValueStoreOptions): KeyValueStore;
declare function createMemoryUserStore(): UserStore;
declare function createRateLimiter(options: RateLimiterOptions): RateLimiter;
declare function createRedisKeyValueStore(options: RedisKeyValueStoreOptions): KeyValueStore;
declare function createSecretVault(options: SecretVaultOptions): SecretVault;
declare function createUnstorageKeyValueStore(options: UnstorageKeyValueStoreOptions): KeyValueStore;
declare function keysFromEnvironment(environment: Readonly<Record<string, string | undefined>>, name: string): KeyEncryptionKeys;
declare function keysFromFile(path: string): Promise<KeyEncryptionKeys>;
declare function localKeys(keys: readonly LocalKey[], options?: LocalKeysOptions): KeyEncryptionKeys;
declare function networkOf(address: string | undefined): string;
declare function parseAddressRanges(list: readonly string[]): AddressRanges;
declare function pbkdf2Hasher(options?: {
    readonly iterations?: number | undefined;
}): PasswordHasher;
declare function requireRole(principal: Principal, ...roles: readonly Role[]): void;
interface AddressRanges {
    includes(address: IpAddress): boolean;
}
interface Admins {
    readonly logins?: readonly string[] | undefined;
    readonly ids?: readonly string[] | undefined;
    readonly firstUser?: boolean | undefined;
}
interface AllowList {
    readonly logins?: readonly string[] | undefined;
    readonly ids?: readonly string[] | undefined;
    readonly organizations?: readonly string[] | undefined;
    readonly emails?: readonly string[] | undefined;
}
interface ApiKeyRecord {
    readonly id: string;
    readonly userId: string;
    readonly prefix: string;
    readonly hash: string;
    readonly name: string;
    readonly scopes: Scopes;
    readonly createdAt: Date;
    readonly expiresAt: Date | null;
    readonly lastUsedAt: Date | null;
    readonly revokedAt: Date | null;
    readonly replacedBy: null | string;
}
interface ApiKeyRequest {
    readonly name: string;
    readonly scopes?: Scopes | undefined;
    readonly expiresAt?: Date | undefined;
}
interface ApiKeys {
    insert(key: ApiKeyRecord, options: {
        readonly limit: number;
    }): Promise<"inserted" | "limit-reached" | "prefix-taken" | "user-unknown">;
    findByPrefix(prefix: string): Promise<ApiKeyRecord | undefined>;
    list(userId: string): Promise<readonly ApiKeyRecord[]>;
    revoke(userId: string, id: string, at: Date): Promise<boolean>;
    rotate(userId: string, id: string, rotation: {
        readonly expiresAt: Date;
        readonly replacement: ApiKeyRecord;
    }): Promise<"already-rotated" | "prefix-taken" | "rotated" | "unknown">;
    touch(id: string, at: Date): Promise<void>;
    rehash(id: string, hashes: {
        readonly from: string;
        readonly to: string;
    }): Promise<boolean>;
}
interface Auth {
    handler(request: Request, context?: RequestContext): Promise<Response>;
    readonly routes: {
        signIn(request: Request, context?: RequestContext): Promise<Response>;
        callback(request: Request, context?: RequestContext): Promise<Response>;
        logout(request: Request, context?: RequestContext): Promise<Response>;
        me(request: Request, context?: RequestContext): Promise<Response>;
    };
    authenticate(request: Request, context?: RequestContext): Promise<Authenticated>;
    protect(request: Request, answer: (principal: Principal) => Promise<Response> | Response, context?: RequestContext): Promise<Response>;
    requireRole(principal: Principal, ...roles: readonly Role[]): void;
    readonly users: {
        get(id: string): Promise<UserRecord | undefined>;
        list(page?: {
            readonly after?: string | undefined;
            readonly limit?: number | undefined;
        }): Promise<readonly UserRecord[]>;
        create(user: {
            readonly role?: Role | undefined;
            readonly username: string;
        }): Promise<UserRecord>;
        setRole(id: string, role: Role): Promise<void>;
        remove(id: string): Promise<void>;
    };
    readonly sessions: {
        list(userId: string): Promise<readonly SessionSummary[]>;
        revoke(userId: string, sessionId: string): Promise<boolean>;
        revokeAll(userId: string): Promise<void>;
    };
    readonly apiKeys: {
        create(userId: string, request: ApiKeyRequest): Promise<CreatedApiKey>;
        list(userId: string): Promise<readonly ApiKeySummary[]>;
        rotate(userId: string, keyId: string, rotation?: {
            readonly overlap?: number | undefined;
        }): Promise<CreatedApiKey>;
        revoke(userId: string, keyId: string): Promise<void>;
    };
}
interface AuthErrorOptions {
    readonly hint?: string | undefined;
    readonly cause?: unknown;
    readonly details?: Readonly<Record<string, unknown>> | undefined;
}
interface AuthOptions {
    readonly baseUrl: string;
    readonly mountPath?: string | undefined;
    readonly mode?: "github" | "local" | undefined;
    readonly github?: GitHubOptions | undefined;
    readonly kv?: KeyValueStore | undefined;
    readonly kvTimeout?: number | undefined;
    readonly users?: UserStore | undefined;
    readonly usersTimeout?: number | undefined;
    readonly returnPaths?: readonly string[] | undefined;
    readonly sessions?: SessionOptions | undefined;
    readonly cookiePrefix?: string | undefined;
    readonly rateLimits?: RateLimits | undefined;
    readonly trustedProxies?: readonly string[] | undefined;
    readonly hasher?: PasswordHasher | undefined;
    readonly hashConcurrency?: number | undefined;
    readonly maxKeysPerUser?: number | undefined;
    readonly onEvent?: ((event: AuditEvent) => void) | undefined;
    readonly onError?: ((error: unknown) => void) | undefined;
    readonly clock?: Clock | undefined;
    readonly randomBytes?: RandomBytes | undefined;
}
interface Authenticated {
    readonly principal: Principal;
    readonly setCookie?: string | undefined;
}
interface Clock {
    now(): number;
}
interface CommandSettings<Text = TextOrSecret> {
    readonly command: string;
    readonly args?: readonly string[] | undefined;
    readonly env?: Readonly<Record<string, Text>> | undefined;
    readonly cwd?: string | undefined;
}
interface CreatedApiKey {
    readonly key: string;
    readonly summary: ApiKeySummary;
}
interface DenoAtomicOperation {
    check(state: {
        readonly key: Key;
        readonly versionstamp: null | string;
    }): DenoAtomicOperation;
    set(key: Key, value: unknown, options?: {
        readonly expireIn?: number;
    }): DenoAtomicOperation;
    delete(key: Key): DenoAtomicOperation;
    commit(): Promise<{
        readonly ok: boolean;
    }>;
}
interface DenoKeyValueStoreOptions {
    readonly kv: DenoKv;
    readonly clock?: Clock | undefined;
    readonly keyPrefix?: string | undefined;
    readonly random?: (() => number) | undefined;
}
interface DenoKv {
    get(key: Key): Promise<{
        readonly value: unknown;
        readonly versionstamp: null | string;
    }>;
    atomic(): DenoAtomicOperation;
}
interface Entry {
    readonly value: string;
    readonly expiresAt?: number | undefined;
}
interface Expiry {
    readonly expiresAt?: number | undefined;
}
interface GitHubEndpoints {
    readonly authorizeUrl?: string | undefined;
    readonly tokenUrl?: string | undefined;
    readonly apiUrl?: string | undefined;
}
interface GitHubOptions {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly allow: "anyone" | AllowList;
    readonly admins?: Admins | undefined;
    readonly endpoints?: GitHubEndpoints | undefined;
    readonly timeout?: number | undefined;
    readonly fetch?: typeof fetch | undefined;
    readonly onSignIn?: ((signIn: {
        readonly accessToken: string;
        readonly user: UserRecord;
    }) => Promise<void>) | undefined;
}
interface IpAddress {
    readonly text: string;
    readonly bytes: readonly number[];
}
interface KeyEncryptionKeys {
    readonly specificationVersion: 1;
    readonly currentKeyId: string;
    wrap(dataKey: Uint8Array<ArrayBuffer>, context: Uint8Array<ArrayBuffer>, options: WrappingOptions): Promise<WrappedKey>;
    unwrap(wrapped: WrappedKey, context: Uint8Array<ArrayBuffer>, options: WrappingOptions): Promise<Uint8Array<ArrayBuffer>>;
}
interface KeyValueStore {
    readonly specificationVersion: 1;
    readonly atomicity: "process" | "shared";
    get(key: string): Promise<string | undefined>;
    set(key: string, value: string, expiry?: Expiry): Promise<void>;
    delete(key: string): Promise<boolean>;
    take(key: string): Promise<string | undefined>;
    increment(key: string, expiry?: Expiry): Promise<number>;
    setIfAbsent(key: string, value: string, expiry?: Expiry): Promise<boolean>;
    close(): Promise<void>;
}
interface LocalKey {
    readonly id: string;
    readonly key: Uint8Array<ArrayBuffer>;
}
interface LocalKeysOptions {
    readonly randomBytes?: RandomBytes | undefined;
}
interface McpConfigRecord {
    readonly userId: string;
    readonly server: string;
    readonly settings: {
        readonly [key: string]: JsonValue;
    };
    readonly createdAt: Date;
    readonly updatedAt: Date;
}
interface McpConfigs {
    put(config: McpConfigRecord, options?: {
        readonly limit?: number | undefined;
    }): Promise<boolean>;
    get(userId: string, server: string): Promise<McpConfigRecord | undefined>;
    list(userId: string): Promise<readonly McpConfigRecord[]>;
    remove(userId: string, server: string): Promise<boolean>;
}
interface MemoryKeyValueStoreOptions {
    readonly clock?: Clock | undefined;
    readonly maxEntriesPerNamespace?: number | undefined;
}
interface PasswordHasher {
    hash(password: string): Promise<string>;
    verify(hash: string, password: string): Promise<boolean>;
    needsRehash(hash: string): boolean;
}
interface Principal {
    readonly kind: "api-key" | "local" | "session";
    readonly userId: string;
    readonly username: string;
    readonly role: Role;
    readonly scopes: Scopes;
    readonly credentialId: null | string;
    permits(tool: ScopedTool): boolean;
}
interface RateLimit {
    readonly limit: number;
    readonly window: number;
}
interface RateLimitAnswer {
    readonly allowed: boolean;
    readonly remaining: number;
    readonly retryAfter: number;
}
interface RateLimiter {
    check(name: string, subject: string, limit: RateLimit): Promise<RateLimitAnswer>;
}
interface RateLimiterOptions {
    readonly kv: KeyValueStore;
    readonly clock?: Clock | undefined;
}
interface RateLimits {
    readonly keyByAddress?: RateLimit | undefined;
    readonly keyByPrefix?: RateLimit | undefined;
    readonly signInByAddress?: RateLimit | undefined;
}
interface RedisClient {
    eval(script: string, keyCount: number, ...keyAndArguments: string[]): Promise<unknown>;
}
interface RedisKeyValueStoreOptions {
    readonly client: RedisClient;
    readonly clock?: Clock | undefined;
    readonly keyPrefix?: string | undefined;
}
interface RequestContext {
    readonly remoteAddress?: string | undefined;
}
interface RotationOptions {
    readonly signal?: AbortSignal | undefined;
    readonly pageSize?: number | undefined;
    readonly onProgress?: ((progress: RotationProgress) => void) | undefined;
}
interface RotationProgress {
    readonly rewrapped: number;
    readonly unreadable: number;
}
interface RotationReport extends RotationProgress {
    readonly remaining: number;
}
interface ScopedTool {
    readonly serverId: string;
    readonly toolId: string;
}
interface Scopes {
    readonly servers?: readonly string[] | undefined;
    readonly tools?: readonly string[] | undefined;
}
interface Secret {
    readonly value: string;
    readonly version: number;
}
interface SecretName {
    readonly userId: string;
    readonly server: string;
    readonly name: string;
}
interface SecretRecord extends SecretName {
    readonly version: number;
    readonly keyId: string;
    readonly wrappedKey: Uint8Array;
    readonly ciphertext: Uint8Array;
    readonly createdAt: Date;
    readonly updatedAt: Date;
}
interface SecretReference {
    readonly secret: string;
}
interface SecretVault {
    set(name: SecretName, value: string, options?: SetSecretOptions): Promise<SecretSummary>;
    get(name: SecretName, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<Secret | undefined>;
    delete(name: SecretName): Promise<boolean>;
    list(userId: string, server?: string): Promise<readonly SecretSummary[]>;
    rotate(options?: RotationOptions): Promise<RotationReport>;
}
interface SecretVaultOptions {
    readonly store: UserStore["secrets"];
    readonly keys: KeyEncryptionKeys;
    readonly keyTimeout?: number | undefined;
    readonly maxPerUser?: number | undefined;
    readonly clock?: Clock | undefined;
    readonly randomBytes?: RandomBytes | undefined;
}
interface Secrets {
    put(record: SecretRecord, options?: {
        readonly limit?: number | undefined;
    }): Promise<boolean>;
    get(name: SecretName): Promise<SecretRecord | undefined>;
    list(userId: string, server?: string): Promise<readonly SecretSummary[]>;
    remove(name: SecretName): Promise<boolean>;
    listWrappedOtherwise(keyId: string, page: {
        readonly after?: SecretName | undefined;
        readonly limit: number;
    }): Promise<readonly SecretRecord[]>;
    rewrap(record: SecretRecord, wrapped: {
        readonly keyId: string;
        readonly wrappedKey: Uint8Array;
    }): Promise<boolean>;
}
interface ServerOfUser {
    readonly userId: string;
    readonly server: string;
}
interface ServerSettingsResolver {
    resolve(userId: string, server: string, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<ResolvedServerSettings | undefined>;
}
interface SessionOptions {
    readonly maxPerUser?: number | undefined;
    readonly maxAge?: number | undefined;
}
interface SessionSummary {
    readonly id: string;
    readonly signedInAt: Date;
    readonly renewedAt: Date;
    readonly expiresAt: Date;
    readonly userAgent: null | string;
}
interface SetSecretOptions {
    readonly expectedVersion?: number | undefined;
    readonly signal?: AbortSignal | undefined;
}
interface SignIn {
    readonly profile: SignedInProfile;
    readonly at: Date;
    readonly newUser: {
        readonly id: string;
        readonly role: Role;
        readonly roleIfFirst: Role;
    };
    readonly role?: Role | undefined;
}
interface SignedInProfile {
    readonly githubId: string;
    readonly username: string;
    readonly email: null | string;
    readonly avatarUrl: null | string;
}
interface UnstorageKeyValueStoreOptions {
    readonly storage: UnstorageStorage;
    readonly clock?: Clock | undefined;
    readonly keyPrefix?: string | undefined;
}
interface UnstorageStorage {
    getItem(key: string): Promise<unknown>;
    setItem(key: string, value: Entry, options: {
        readonly ttl?: number;
    }): Promise<void>;
    removeItem(key: string): Promise<void>;
}
interface UrlSettings<Text = TextOrSecret> {
    readonly url: string;
    readonly headers?: Readonly<Record<string, Text>> | undefined;
}
interface UserMcpConfigs extends ServerSettingsResolver {
    set(userId: string, server: string, settings: McpServerSettings): Promise<McpConfigRecord>;
    get(userId: string, server: string): Promise<McpConfigRecord | undefined>;
    list(userId: string): Promise<readonly McpConfigRecord[]>;
    delete(userId: string, server: string): Promise<boolean>;
}
interface UserMcpConfigsOptions {
    readonly store: UserStore["mcpConfigs"];
    readonly vault: Pick<SecretVault, "get">;
    readonly permit?: ((settings: McpServerSettings, of: ServerOfUser) => Promise<boolean> | boolean) | undefined;
    readonly maxPerUser?: number | undefined;
    readonly clock?: Clock | undefined;
}
interface UserRecord {
    readonly id: string;
    readonly githubId: null | string;
    readonly username: string;
    readonly email: null | string;
    readonly avatarUrl: null | string;
    readonly role: Role;
    readonly createdAt: Date;
    readonly updatedAt: Date;
}
interface UserStore {
    readonly specificationVersion: 1;
    readonly users: Users;
    readonly apiKeys: ApiKeys;
    readonly secrets: Secrets;
    readonly mcpConfigs: McpConfigs;
}
interface Users {
    signIn(signIn: SignIn): Promise<UserRecord>;
    create(user: UserRecord): Promise<boolean>;
    get(id: string): Promise<UserRecord | undefined>;
    list(page: {
        readonly after?: string | undefined;
        readonly limit: number;
    }): Promise<readonly UserRecord[]>;
    setRole(id: string, role: Role, at: Date): Promise<UserChange>;
    remove(id: string): Promise<UserChange>;
}
interface WrappedKey {
    readonly keyId: string;
    readonly wrappedKey: Uint8Array;
}
interface WrappingOptions {
    readonly signal: AbortSignal;
}
type ApiKeySummary = Omit<ApiKeyRecord, "hash">;
type AuditEvent = {
    readonly address: null | string;
    readonly at: Date;
} & ({
    readonly code: string;
    readonly type: "request.rejected";
} | {
    readonly code: string;
    readonly type: "sign-in.failed";
} | {
    readonly keyId: string;
    readonly replacedBy: string;
    readonly type: "api-key.rotated";
    readonly userId: string;
} | {
    readonly keyId: string;
    readonly type: "api-key.created" | "api-key.revoked";
    readonly userId: string;
} | {
    readonly role: Role;
    readonly type: "role.changed";
    readonly userId: string;
} | {
    readonly role: Role;
    readonly type: "user.created";
    readonly userId: string;
} | {
    readonly sessionId: "all" | string;
    readonly type: "session.revoked";
    readonly userId: string;
} | {
    readonly sessionId: string;
    readonly type: "sign-in.succeeded";
    readonly userId: string;
} | {
    readonly type: "sign-out";
    readonly userId: string;
} | {
    readonly type: "user.removed";
    readonly userId: string;
});
type AuthErrorCode = (typeof authErrorCodes)[number];
type JsonValue = boolean | null | number | readonly JsonValue[] | string | {
    readonly [key: string]: JsonValue;
};
type Key = readonly [
    string,
    string
];
type McpServerSettings = CommandSettings | UrlSettings;
type RandomBytes = (length: number) => Uint8Array<ArrayBuffer>;
type ResolvedServerSettings = CommandSettings<string> | UrlSettings<string>;
type Role = "admin" | "ops" | "user";
type SecretSummary = Omit<SecretRecord, "ciphertext" | "wrappedKey">;
type TextOrSecret = SecretReference | string;
type UserChange = "changed" | "last-admin" | "unknown";