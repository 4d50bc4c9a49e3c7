import type { ErrorCode } from './error-codes.js';

const brand = Symbol.for('agentcards.error');

export interface AgentCardsErrorOptions {
  /** What the reader can do about it. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** Facts for programs. Never secrets, arguments or SQL parameters. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Every error that AgentCards throws on purpose. Tell them apart by `code`; see docs/errors.md. */
export class AgentCardsError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: AgentCardsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AgentCardsError';
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
    Object.defineProperty(this, brand, { value: true });
  }

  /**
   * True for errors of this package and of all others of AgentCards, also where `instanceof` fails across bundles: so
   * `code` is any that docs/errors.md has.
   */
  static isInstance(
    value: unknown,
  ): value is Error & Pick<AgentCardsError, 'hint' | 'details'> & { readonly code: string } {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
