import { unknownNameProblem } from '../known-names.js';

/** How the embedder is called and its vectors are stored. */
export interface EmbeddingOptions {
  /** Texts in one call of the embedder. @default 32 */
  readonly batchSize?: number | undefined;
  /** Milliseconds after which a call for a batch counts as failed. @default 60_000 */
  readonly timeoutMs?: number | undefined;
  /**
   * Milliseconds after which a query is answered by words, without its vector. The next queries do not wait for the embedder
   * at all: for 1 s, and for twice as long each time that it lets one wait again, 30 s at most, until it answers one. An
   * answer does not say that its vector was missing; `health()` is `degraded` meanwhile. Texts whose vectors are
   * remembered are not concerned.
   * @default 5_000
   */
  readonly queryTimeoutMs?: number | undefined;
  /**
   * Calls for a batch. Then one call with a harmless text says whether it is the texts: if it is answered, the batch is
   * divided to find those that the embedder cannot take; if not, the embedder is given up on for the present.
   * @default 3
   */
  readonly attempts?: number | undefined;
  /** Milliseconds before the second call; twice as many before each further one, 30 s at most. @default 500 */
  readonly backoffMs?: number | undefined;
  /** Most vectors in one write; as many are embedded again after a kill. @default 512 */
  readonly writeSize?: number | undefined;
  /** Milliseconds after which vectors are written, though there are fewer. @default 2_000 */
  readonly writeIntervalMs?: number | undefined;
  /** Texts of queries whose vectors are remembered. @default 256 */
  readonly cachedQueries?: number | undefined;
}

export type EmbeddingSettings = { readonly [Name in keyof EmbeddingOptions]-?: number };

const defaults: EmbeddingSettings = {
  batchSize: 32,
  timeoutMs: 60_000,
  queryTimeoutMs: 5_000,
  attempts: 3,
  backoffMs: 500,
  writeSize: 512,
  writeIntervalMs: 2_000,
  cachedQueries: 256,
};

const mayBeZero: ReadonlySet<string> = new Set(['backoffMs', 'writeIntervalMs', 'cachedQueries']);
const names = Object.keys(defaults) as (keyof EmbeddingSettings)[];

export function embeddingSettings(options: EmbeddingOptions = {}): EmbeddingSettings {
  const given = names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]));
  return { ...defaults, ...Object.fromEntries(given) };
}

/** What is wrong with the options, or undefined. */
export function embeddingOptionsProblem(options: unknown): string | undefined {
  if (typeof options !== 'object' || options === null) return 'the option embedding is not an object';
  const aboutNames = unknownNameProblem(options, defaults, 'embedding');
  if (aboutNames) return aboutNames;
  for (const name of names) {
    const value: unknown = (options as EmbeddingOptions)[name];
    const least = mayBeZero.has(name) ? 0 : 1;
    // Timers take no more than 31 bits.
    if (value !== undefined && !(Number.isInteger(value) && Number(value) >= least && Number(value) < 2 ** 31)) {
      return `embedding.${name} is not a whole number of ${least} or more`;
    }
  }
  return undefined;
}
