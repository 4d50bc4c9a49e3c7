// The brand is shared with `AgentCardsError` of @agentcards/core, which this package does not import: callers of
// either tell our errors from others by one test.
const brand = Symbol.for('agentcards.error');

/** Every code that an error of this package can carry. */
export type EngineErrorCode = 'INVALID_INPUT' | 'SNAPSHOT_INVALID';

/** Every error that the engine throws on purpose. Nothing was changed when it is thrown. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  /** What the reader can do about it. */
  readonly hint: string | undefined;

  constructor(code: EngineErrorCode, message: string, hint?: string) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.hint = hint;
    Object.defineProperty(this, brand, { value: true });
  }

  /**
   * True for errors of this package and of all others of AgentCards, also where `instanceof` fails across bundles: so
   * `code` is any that docs/errors.md has.
   */
  static isInstance(value: unknown): value is Error & Pick<EngineError, 'hint'> & { readonly code: string } {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
