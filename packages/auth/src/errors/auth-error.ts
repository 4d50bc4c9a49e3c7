import type { AuthErrorCode } from './auth-error-codes.js';

// The brand is shared with `AgentCardsError` of @agentcards/core, which this package does not import: callers of
// either tell our errors from others by one test.
const brand = Symbol.for('agentcards.error');

export interface AuthErrorOptions {
  /** What the reader can do about it. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** Facts for programs. Never secrets, tokens, keys, e-mail addresses or SQL parameters. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Every error that this package throws on purpose. Tell them apart by `code`; see docs/errors.md. */
export class AuthError extends Error {
  readonly code: AuthErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: AuthErrorCode, message: string, options: AuthErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AuthError';
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
    Object.defineProperty(this, brand, { value: true });
  }

  /**
   * True for errors of this package and of all others of AgentCards, also where `instanceof` fails across bundles: so
   * `code` is any that docs/errors.md has.
   */
  static isInstance(value: unknown): value is Error & Pick<AuthError, 'hint' | 'details'> & { readonly code: string } {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
