// The brand is shared with `AgentCardsError` of @agentcards/core, which this package does not import: callers of
// either tell our errors from others by one test.
const brand = Symbol.for('agentcards.error');

/** Every code that an error of this package can carry. */
export type StaticEmbedderErrorCode = 'INVALID_INPUT' | 'EMBEDDER_MODEL_UNAVAILABLE' | 'EMBEDDER_MODEL_INVALID';

/** Every error that this package throws on purpose. */
export class StaticEmbedderError extends Error {
  readonly code: StaticEmbedderErrorCode;
  /** What the reader can do about it. */
  readonly hint: string | undefined;

  constructor(
    code: StaticEmbedderErrorCode,
    message: string,
    { hint, cause }: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StaticEmbedderError';
    this.code = code;
    this.hint = hint;
    Object.defineProperty(this, brand, { value: true });
  }

  /**
   * True for errors of this package and of all others of AgentCards, also where `instanceof` fails across bundles: so
   * `code` is any that docs/errors.md has.
   */
  static isInstance(value: unknown): value is Error & Pick<StaticEmbedderError, 'hint'> & { readonly code: string } {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
