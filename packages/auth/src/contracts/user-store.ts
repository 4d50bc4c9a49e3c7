/** What a user may do. `ops` may look at what runs, `admin` may do everything. */
export type Role = 'user' | 'admin' | 'ops';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface UserRecord {
  /** UUID. */
  readonly id: string;
  /** GitHub's numeric id as text: who somebody is, whatever they are called. Null for users without GitHub. */
  readonly githubId: string | null;
  /** For display; names change hands, and no two users need to have different ones. */
  readonly username: string;
  readonly email: string | null;
  readonly avatarUrl: string | null;
  readonly role: Role;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Somebody whom GitHub has vouched for. */
export interface SignedInProfile {
  readonly githubId: string;
  readonly username: string;
  readonly email: string | null;
  readonly avatarUrl: string | null;
}

export interface SignIn {
  readonly profile: SignedInProfile;
  readonly at: Date;
  /** For a user whom the store does not know. */
  readonly newUser: {
    readonly id: string;
    readonly role: Role;
    /** The role where there is no other user yet: of two first users at the same time one gets it. */
    readonly roleIfFirst: Role;
  };
  /** The role from now on, of a new user and of a known one. @default what the user has */
  readonly role?: Role | undefined;
}

/** What became of a change: `last-admin` changed nothing, since nobody would be left to undo it. */
export type UserChange = 'changed' | 'unknown' | 'last-admin';

export interface Users {
  /**
   * The user of this GitHub id, who is created where there is none; name, e-mail and picture are the profile's from then
   * on. One atomic step: of callers at the same time one creates the user.
   */
  signIn(signIn: SignIn): Promise<UserRecord>;
  /** Adds a user. False where the id or the GitHub id is taken, and nothing was written. */
  create(user: UserRecord): Promise<boolean>;
  get(id: string): Promise<UserRecord | undefined>;
  /** Users with an id greater than `after`, ascending, at most `limit`. */
  list(page: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly UserRecord[]>;
  /** Changes the role, unless the user is the only admin and would be none. */
  setRole(id: string, role: Role, at: Date): Promise<UserChange>;
  /** Removes a user with all keys, secrets and settings, unless the user is the only admin. */
  remove(id: string): Promise<UserChange>;
}

/** Which tools a key opens. A list permits what is in it, and an empty one nothing; absent ones permit everything. */
export interface Scopes {
  /** Servers by name, in which `*` stands for any text. */
  readonly servers?: readonly string[] | undefined;
  /** Tools by id (`server:tool`), in which `*` stands for any text. */
  readonly tools?: readonly string[] | undefined;
}

export interface ApiKeyRecord {
  /** UUID. */
  readonly id: string;
  readonly userId: string;
  /** The first 11 characters of the key, by which it is found; no two keys share them. */
  readonly prefix: string;
  /** What a password hasher made of the key: the key itself is nowhere. */
  readonly hash: string;
  readonly name: string;
  readonly scopes: Scopes;
  readonly createdAt: Date;
  /** From this moment on it is refused. Null: never. */
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  /** Null while it is not revoked. */
  readonly revokedAt: Date | null;
  /** The key that took its place. */
  readonly replacedBy: string | null;
}

export interface ApiKeys {
  /**
   * Adds a key. `prefix-taken`: another key has the prefix. `limit-reached`: the user has `limit` keys that are not
   * revoked and have not expired at `createdAt`. `user-unknown`: there is no such user. Nothing was written then.
   */
  insert(
    key: ApiKeyRecord,
    options: { readonly limit: number },
  ): Promise<'inserted' | 'prefix-taken' | 'limit-reached' | 'user-unknown'>;
  findByPrefix(prefix: string): Promise<ApiKeyRecord | undefined>;
  /** All keys of a user, revoked and expired ones too, by time of creation and id. */
  list(userId: string): Promise<readonly ApiKeyRecord[]>;
  /** Ends a key of this user for good. False where there is none of this id, or it was revoked before. */
  revoke(userId: string, id: string, at: Date): Promise<boolean>;
  /**
   * Adds `replacement` and notes it in the key that it replaces, which ends at `expiresAt` unless it ends sooner anyway.
   * Where `expiresAt` is not after the replacement's `createdAt` it is revoked at that `createdAt`: no clock that goes
   * back revives it. One atomic step: a key is replaced once. `unknown`: no key of this user that is in force at the
   * replacement's `createdAt`. Nothing was written unless it is `rotated`.
   */
  rotate(
    userId: string,
    id: string,
    rotation: { readonly replacement: ApiKeyRecord; readonly expiresAt: Date },
  ): Promise<'rotated' | 'unknown' | 'already-rotated' | 'prefix-taken'>;
  /** Notes a use. The latest stays, whatever the order of calls; unknown keys are ignored. */
  touch(id: string, at: Date): Promise<void>;
  /** Replaces the hash where it is still `from`; false where it is not. */
  rehash(id: string, hashes: { readonly from: string; readonly to: string }): Promise<boolean>;
}

/** Which secret: names are compared to the letter. */
export interface SecretName {
  readonly userId: string;
  readonly server: string;
  readonly name: string;
}

/** A secret as it is at rest: nobody can read it without the key that its own key is wrapped with. */
export interface SecretRecord extends SecretName {
  /** 1 at first, and one more with every value. */
  readonly version: number;
  /** Which key-encryption key `wrappedKey` is wrapped with. */
  readonly keyId: string;
  readonly wrappedKey: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type SecretSummary = Omit<SecretRecord, 'wrappedKey' | 'ciphertext'>;

export interface Secrets {
  /**
   * Writes where the stored version is one less than the record's: 1 is written only where there is none. Keeps the
   * first `createdAt`. False where the versions do not fit, or where there is no such user, and nothing was written.
   * With a limit false also where it would be one name more and the user has so many already.
   */
  put(record: SecretRecord, options?: { readonly limit?: number | undefined }): Promise<boolean>;
  get(name: SecretName): Promise<SecretRecord | undefined>;
  /** What a user has, without what it contains, by server and name. */
  list(userId: string, server?: string): Promise<readonly SecretSummary[]>;
  remove(name: SecretName): Promise<boolean>;
  /**
   * Secrets that are wrapped with another key than this one, with a name greater than `after` (by user, server and name),
   * ascending, at most `limit`.
   */
  listWrappedOtherwise(
    keyId: string,
    page: { readonly after?: SecretName | undefined; readonly limit: number },
  ): Promise<readonly SecretRecord[]>;
  /**
   * Replaces how the key of a secret is wrapped, where version, `keyId` and `wrappedKey` are still the record's. One that
   * was removed and written again is another one, though its version is 1 once more.
   */
  rewrap(record: SecretRecord, wrapped: { readonly keyId: string; readonly wrappedKey: Uint8Array }): Promise<boolean>;
}

/** How one user starts one server. Secrets are in it by name only. */
export interface McpConfigRecord {
  readonly userId: string;
  readonly server: string;
  readonly settings: { readonly [key: string]: JsonValue };
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface McpConfigs {
  /**
   * Inserts or replaces; keeps the first `createdAt`. False where there is no such user, and nothing was written. With a
   * limit false also where it would be one server more and the user has so many already.
   */
  put(config: McpConfigRecord, options?: { readonly limit?: number | undefined }): Promise<boolean>;
  get(userId: string, server: string): Promise<McpConfigRecord | undefined>;
  /** By server. */
  list(userId: string): Promise<readonly McpConfigRecord[]>;
  remove(userId: string, server: string): Promise<boolean>;
}

/**
 * Where what lasts is kept. Values come back equal, times of the years 1 to 9999 to the millisecond; texts are any
 * Unicode without NUL, and differ where one character does. Rows that were given or returned are copies: changing them
 * changes nothing that is stored. Texts are ordered by their UTF-8 bytes. A call that fails rejects with
 * `USER_STORE_FAILED` and has changed nothing; its message, and those of its causes, hold no value that was given. A call
 * after the database was closed that it lives in may reject with `CLOSED` instead.
 */
export interface UserStore {
  readonly specificationVersion: 1;
  readonly users: Users;
  readonly apiKeys: ApiKeys;
  readonly secrets: Secrets;
  readonly mcpConfigs: McpConfigs;
}
