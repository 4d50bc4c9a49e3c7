/** In the place of a text: the secret of this name, of the same user and server. */
export interface SecretReference {
  readonly secret: string;
}

export type TextOrSecret = string | SecretReference;

/** A server that is started here. */
export interface CommandSettings<Text = TextOrSecret> {
  /** A program on the PATH, or its path. Run without a shell. */
  readonly command: string;
  /** @default [] */
  readonly args?: readonly string[] | undefined;
  /** @default {} */
  readonly env?: Readonly<Record<string, Text>> | undefined;
  /** @default the working directory of the process that starts it */
  readonly cwd?: string | undefined;
}

/** A server that is reached over HTTP. */
export interface UrlSettings<Text = TextOrSecret> {
  /** `https:` or `http:`, without user name, password and fragment. */
  readonly url: string;
  /** @default {} */
  readonly headers?: Readonly<Record<string, Text>> | undefined;
}

/** How a user starts or reaches a server, as it is stored and shown: secrets are in it by name. */
export type McpServerSettings = CommandSettings | UrlSettings;

/** The same with secrets filled in. For whoever starts the server, and nobody else. */
export type ResolvedServerSettings = CommandSettings<string> | UrlSettings<string>;

/** What an adapter asks when it is about to start a server for a user, each time anew. */
export interface ServerSettingsResolver {
  /**
   * Undefined where the user has no settings for the server.
   * @throws AuthError `SECRET_UNKNOWN` | `SECRET_UNREADABLE` | `SECRET_KEY_UNAVAILABLE` | `FORBIDDEN` |
   *   `INVALID_INPUT` | `ABORTED` | `USER_STORE_FAILED` | `CLOSED`
   */
  resolve(
    userId: string,
    server: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ResolvedServerSettings | undefined>;
}
