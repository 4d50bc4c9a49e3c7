// index
export {
  AuthError,
  addressOf,
  authErrorCodes,
  createMemoryKeyValueStore,
  createRateLimiter,
  namespaces,
  networkOf,
  parseAddressRanges,
};
export type {
  AddressRanges,
  ApiKeyRecord,
  ApiKeys,
  AuthErrorCode,
  AuthErrorOptions,
  Clock,
  Expiry,
  IpAddress,
  JsonValue,
  KeyValueStore,
  McpConfigRecord,
  McpConfigs,
  MemoryKeyValueStoreOptions,
  RandomBytes,
  RateLimit,
  RateLimitAnswer,
  RateLimiter,
  RateLimiterOptions,
  Role,
  Scopes,
  SecretName,
  SecretRecord,
  SecretSummary,
  Secrets,
  SignIn,
  SignedInProfile,
  UserChange,
  UserRecord,
  UserStore,
  Users,
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
    static isInstance(value: unknown): value is AuthError;
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
    "SECRET_KEY_UNAVAILABLE",
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
declare function createDenoKeyValueStore(options: DenoKeyValueStoreOptions): KeyValueStore;
declare function createMemoryKeyValueStore(options?: MemoryKeyValueStoreOptions): KeyValueStore;
declare function createRateLimiter({ kv, clock }: RateLimiterOptions): RateLimiter;
declare function createRedisKeyValueStore(options: RedisKeyValueStoreOptions): KeyValueStore;
declare function createUnstorageKeyValueStore(options: UnstorageKeyValueStoreOptions): KeyValueStore;
declare function networkOf(address: string | undefined): string;
declare function parseAddressRanges(list: readonly string[]): AddressRanges;
interface AddressRanges {
    includes(address: IpAddress): boolean;
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
interface AuthErrorOptions {
    readonly hint?: string | undefined;
    readonly cause?: unknown;
    readonly details?: Readonly<Record<string, unknown>> | undefined;
}
interface Clock {
    now(): number;
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
interface IpAddress {
    readonly text: string;
    readonly bytes: readonly number[];
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
    put(config: McpConfigRecord): Promise<boolean>;
    get(userId: string, server: string): Promise<McpConfigRecord | undefined>;
    list(userId: string): Promise<readonly McpConfigRecord[]>;
    remove(userId: string, server: string): Promise<boolean>;
}
interface MemoryKeyValueStoreOptions {
    readonly clock?: Clock | undefined;
    readonly maxEntriesPerNamespace?: number | undefined;
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
interface RedisClient {
    eval(script: string, keyCount: number, ...keyAndArguments: string[]): Promise<unknown>;
}
interface RedisKeyValueStoreOptions {
    readonly client: RedisClient;
    readonly clock?: Clock | undefined;
    readonly keyPrefix?: string | undefined;
}
interface Scopes {
    readonly servers?: readonly string[] | undefined;
    readonly tools?: readonly string[] | undefined;
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
interface Secrets {
    put(record: SecretRecord): Promise<boolean>;
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
type AuthErrorCode = (typeof authErrorCodes)[number];
type JsonValue = boolean | null | number | readonly JsonValue[] | string | {
    readonly [key: string]: JsonValue;
};
type Key = readonly [
    string,
    string
];
type RandomBytes = (length: number) => Uint8Array<ArrayBuffer>;
type Role = "admin" | "ops" | "user";
type SecretSummary = Omit<SecretRecord, "ciphertext" | "wrappedKey">;
type UserChange = "changed" | "last-admin" | "unknown";