import type { Clock, Random } from '../../contracts/environment.js';

export interface HttpEmbedderOptions {
  /**
   * Whole address of the endpoint: `https://api.openai.com/v1/embeddings`, `http://localhost:11434/v1/embeddings`. The
   * key belongs in `apiKey`, not here. Redirects are not followed.
   */
  readonly url: string | URL;
  /** Name of the model, as the endpoint knows it. */
  readonly model: string;
  /** Length of the model's vectors; an answer of another length is an error. */
  readonly dimensions: number;
  /** Sent as `Authorization: Bearer`, and shown nowhere. */
  readonly apiKey?: string | undefined;
  /** Further headers, also in place of the usual ones; their values are kept as secret as the key. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Sends key and headers over plain http to another machine, where anybody on the way can read them.
   * @default false
   */
  readonly allowPlainHttp?: boolean | undefined;
  /**
   * Asks for vectors of `dimensions` numbers, which models of several lengths understand and others refuse.
   * @default false
   */
  readonly sendDimensions?: boolean | undefined;
  /** What to ask for; both are understood, whichever comes. `base64` is a quarter as long. @default not sent */
  readonly encodingFormat?: 'float' | 'base64' | undefined;
  /** Put before every query. @default '' */
  readonly queryPrefix?: string | undefined;
  /** Put before every document. @default '' */
  readonly documentPrefix?: string | undefined;
  /** Longer texts are cut here before they are sent, in UTF-16 code units. @default 8192 */
  readonly maxTextLength?: number | undefined;
  /** Texts a request. @default 32 */
  readonly batchSize?: number | undefined;
  /** Requests under way at once, over all calls; queries go before documents. @default 4 */
  readonly concurrency?: number | undefined;
  /** Longest time from a request to the last byte of its answer, in milliseconds. @default 30000 */
  readonly timeoutMs?: number | undefined;
  /** How often a request is made again after a failure that may pass: network, 408, 429, 5xx. @default 3 */
  readonly maxRetries?: number | undefined;
  /** Pause before the first retry; it doubles from one to the next, less a random part. @default 500 */
  readonly retryDelayMs?: number | undefined;
  /** Longest pause, also where the endpoint's `Retry-After` asks for more. @default 30000 */
  readonly maxRetryDelayMs?: number | undefined;
  /**
   * Under which name vectors are stored. Give one where the same `model` means different models.
   * @default made of `model` and every setting that changes vectors, not of the address
   */
  readonly modelId?: string | undefined;
  /** @default the platform's */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Reads dates in `Retry-After`. @default Date */
  readonly clock?: Clock | undefined;
  /** Spreads the pauses before retries. @default Math.random */
  readonly random?: Random | undefined;
}

/** Options with their defaults, and the request's headers made of them. */
export interface HttpEmbedderSettings {
  readonly url: string;
  /** The address as messages show it: without what may be secret in its query. */
  readonly address: string;
  readonly headers: Headers;
  /** Texts that no message may quote. */
  readonly secrets: readonly string[];
  readonly modelId: string;
  readonly model: string;
  readonly dimensions: number;
  readonly sendDimensions: boolean;
  readonly encodingFormat: 'float' | 'base64' | undefined;
  readonly prefixes: { readonly query: string; readonly document: string };
  readonly maxTextLength: number;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly retryDelayMs: number;
  readonly maxRetryDelayMs: number;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: Clock;
  readonly random: Random;
}
