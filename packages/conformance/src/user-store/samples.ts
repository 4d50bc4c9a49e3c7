import type { ApiKeyRecord, McpConfigRecord, SecretRecord, SignIn, UserRecord } from '@agentcards/auth';

/** With milliseconds, since a store may keep less. */
export const at = new Date('2026-01-02T03:04:05.678Z');

export function after(milliseconds: number): Date {
  return new Date(at.getTime() + milliseconds);
}

/** Texts that break what is built of texts. */
export const hostileText =
  'Robert\'); DROP TABLE users;-- \u0001 \ue000 \uffff 😀 مرحبا 漢字 \u200b\t"quotes" \\ \\u0000 $1 %s {{x}} \r\n';

/** A UUID for a number: the greater number has the greater id. */
export function id(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function user(number: number, more: Partial<UserRecord> = {}): UserRecord {
  return {
    id: id(number),
    githubId: String(number),
    username: `user-${number}`,
    email: `user-${number}@example.com`,
    avatarUrl: `https://avatars.example.com/${number}`,
    role: 'user',
    createdAt: at,
    updatedAt: at,
    ...more,
  };
}

/** A sign-in of the user of this number, who is created with the role `user`, and as the first one with `admin`. */
export function signIn(number: number, more: Partial<SignIn> = {}): SignIn {
  const { githubId: _, username, email, avatarUrl } = user(number);
  return {
    profile: { githubId: String(number), username, email, avatarUrl },
    at,
    newUser: { id: id(number), role: 'user', roleIfFirst: 'admin' },
    ...more,
  };
}

/** A key of a user, both by number. */
export function apiKey(number: number, ofUser = 1, more: Partial<ApiKeyRecord> = {}): ApiKeyRecord {
  return {
    id: id(number),
    userId: id(ofUser),
    prefix: `ac_${String(number).padStart(8, '0')}`,
    hash: `hash of ${number}`,
    name: `key ${number}`,
    scopes: {},
    createdAt: at,
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    replacedBy: null,
    ...more,
  };
}

export function secret(name: string, ofUser = 1, more: Partial<SecretRecord> = {}): SecretRecord {
  return {
    userId: id(ofUser),
    server: 'server',
    name,
    version: 1,
    keyId: 'old',
    wrappedKey: Uint8Array.of(1, 2, 3),
    ciphertext: Uint8Array.of(4, 5, 6, 7),
    createdAt: at,
    updatedAt: at,
    ...more,
  };
}

export function mcpConfig(server: string, ofUser = 1, more: Partial<McpConfigRecord> = {}): McpConfigRecord {
  return { userId: id(ofUser), server, settings: { command: 'npx' }, createdAt: at, updatedAt: at, ...more };
}

/** What 32 callers at the same time are answered. */
export function race<Answer>(call: (index: number) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: 32 }, (_, index) => call(index)));
}

/** How often each answer was given. */
export function tally(answers: readonly unknown[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(String(answer), (counts.get(String(answer)) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** A date that no database takes. */
export const noTime = new Date(Number.NaN);
