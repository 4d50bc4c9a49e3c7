import type { Clock } from '../contracts/environment.js';
import type { McpConfigRecord, UserStore } from '../contracts/user-store.js';
import { AuthError } from '../errors/auth-error.js';
import {
  assertMembers,
  type Checks,
  isClock,
  isFunction,
  isPort,
  isSignal,
  isWholeNumber,
  optional,
} from '../input/check.js';
import { isMcpConfigs } from '../input/ports.js';
import { assertName } from '../secrets/secret-limits.js';
import type { SecretVault } from '../secrets/secret-vault.js';
import { isHeaderValue, isVariableValue, parseServerSettings } from './parse-server-settings.js';
import type { McpServerSettings, ServerSettingsResolver, TextOrSecret } from './server-settings.js';

export interface UserMcpConfigsOptions {
  readonly store: UserStore['mcpConfigs'];
  readonly vault: Pick<SecretVault, 'get'>;
  /**
   * Whether a user may have these settings, asked when they are set and again before a server is started. A command
   * runs with the rights of the process that starts it, and an address is called from where that process stands:
   * permit what you would run and call yourself, such as the commands and hosts of a list.
   * @default no command, and addresses of `https:` only
   */
  readonly permit?: ((settings: McpServerSettings, of: ServerOfUser) => boolean | Promise<boolean>) | undefined;
  /** Servers of one user. @default 100 */
  readonly maxPerUser?: number | undefined;
  /** @default Date */
  readonly clock?: Clock | undefined;
}

export interface ServerOfUser {
  readonly userId: string;
  readonly server: string;
}

/**
 * How each user starts each server. What is stored and given back refers to secrets by name (`{ secret: 'TOKEN' }` in
 * the place of a text in `env` and `headers`); `resolve` alone fills them in. All verbs may also reject with
 * `INVALID_INPUT`, `USER_STORE_FAILED` and `CLOSED`.
 */
export interface UserMcpConfigs extends ServerSettingsResolver {
  /**
   * Writes the settings in the place of what is there. Secrets that they refer to may be set later.
   * @throws AuthError `FORBIDDEN` | `USER_UNKNOWN` | `MCP_CONFIG_LIMIT`
   */
  set(userId: string, server: string, settings: McpServerSettings): Promise<McpConfigRecord>;
  get(userId: string, server: string): Promise<McpConfigRecord | undefined>;
  /** By server. */
  list(userId: string): Promise<readonly McpConfigRecord[]>;
  /** True where there were settings. The secrets of the server stay. */
  delete(userId: string, server: string): Promise<boolean>;
}

const checks: Checks<UserMcpConfigsOptions> = {
  store: isMcpConfigs,
  vault: isPort<SecretVault>('a SecretVault', 'get'),
  permit: optional(isFunction),
  maxPerUser: optional(isWholeNumber(1)),
  clock: optional(isClock),
};

/** @throws AuthError `INVALID_INPUT` */
export function createMcpConfigs(options: UserMcpConfigsOptions): UserMcpConfigs {
  assertMembers('The options of createMcpConfigs', options, checks);
  const { store, vault, permit = isRemote, maxPerUser = 100, clock = Date } = options;

  const assertPermitted = async (settings: McpServerSettings, of: ServerOfUser): Promise<void> => {
    if (await permit(settings, of)) return;
    throw new AuthError('FORBIDDEN', 'These settings of a server are not permitted here.', {
      hint: 'Whoever runs this decides by `permit` which commands and addresses are; without it, none but https.',
    });
  };

  return {
    async set(userId, server, settings) {
      assertServer(userId, server);
      assertInToolIds(server);
      const parsed = parseServerSettings(settings);
      await assertPermitted(parsed, { userId, server });
      const now = new Date(clock.now());
      // Checked to be of these fields, all of them JSON.
      const json = parsed as unknown as McpConfigRecord['settings'];
      const written = await store.put(
        { userId, server, settings: json, createdAt: now, updatedAt: now },
        { limit: maxPerUser },
      );
      const stored = written ? await store.get(userId, server) : undefined;
      if (stored !== undefined) return stored;
      if ((await store.list(userId)).length < maxPerUser) throw new AuthError('USER_UNKNOWN', 'There is no such user.');
      throw new AuthError('MCP_CONFIG_LIMIT', `A user has settings for ${maxPerUser} servers at most.`, {
        hint: 'Delete those of another server first.',
      });
    },

    async get(userId, server) {
      assertServer(userId, server);
      return store.get(userId, server);
    },

    async list(userId) {
      assertName('userId', userId);
      return store.list(userId);
    },

    async delete(userId, server) {
      assertServer(userId, server);
      return store.remove(userId, server);
    },

    async resolve(userId, server, resolveOptions = {}) {
      assertServer(userId, server);
      assertMembers('The options', resolveOptions, { signal: optional(isSignal) });
      const { signal } = resolveOptions;
      const stored = await store.get(userId, server);
      if (stored === undefined) return undefined;
      // Anew, since who can write to the database should not get further than who can set settings.
      const settings = parseServerSettings(stored.settings);
      await assertPermitted(settings, { userId, server });

      const filled = async (field: string, text: TextOrSecret, isFit: (text: string) => boolean): Promise<string> => {
        if (typeof text === 'string') return text;
        const secret = await vault.get({ userId, server, name: text.secret }, { signal });
        if (secret === undefined) throw unknownSecret(server, text.secret);
        if (!isFit(secret.value)) throw unfitSecret(field, text.secret);
        return secret.value;
      };
      const allFilled = async (
        field: string,
        texts: Readonly<Record<string, TextOrSecret>>,
        isFit: (text: string) => boolean,
      ): Promise<Readonly<Record<string, string>>> => {
        const entries = Object.entries(texts).map(async ([name, text]) => [
          name,
          await filled(`${field}.${name}`, text, isFit),
        ]);
        return Object.fromEntries(await Promise.all(entries));
      };

      if ('url' in settings) {
        const { headers = {}, ...rest } = settings;
        return { ...rest, headers: await allFilled('headers', headers, isHeaderValue) };
      }
      const { env = {}, ...rest } = settings;
      return { ...rest, env: await allFilled('env', env, isVariableValue) };
    },
  };
}

function isRemote(settings: McpServerSettings): boolean {
  return 'url' in settings && new URL(settings.url).protocol === 'https:';
}

function assertServer(userId: string, server: string): void {
  assertName('userId', userId);
  assertName('server', server);
}

/** Asked of what is new alone: what is stored by another name can still be read and deleted. */
function assertInToolIds(server: string): void {
  if (!/[:\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(server)) return;
  throw new AuthError('INVALID_INPUT', 'server has to be without a colon and without characters that nobody sees.', {
    hint: 'The ids of its tools begin with this name, up to the first colon.',
  });
}

function unknownSecret(server: string, name: string): AuthError {
  return new AuthError('SECRET_UNKNOWN', `The settings of the server need a secret that is not set: ${name}.`, {
    hint: 'Set it for the same user and server, or take the reference out of the settings.',
    details: { server, name },
  });
}

function unfitSecret(field: string, name: string): AuthError {
  return new AuthError(
    'INVALID_INPUT',
    `${field} cannot hold the secret ${name}: a character in it is not possible there.`,
    {
      hint: 'Headers are one line of Latin-1; variables hold no NUL. Look for a line break at its end.',
    },
  );
}
