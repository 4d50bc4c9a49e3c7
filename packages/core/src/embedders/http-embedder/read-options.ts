import { AgentCardsError } from '../../errors/agent-cards-error.js';
import type { NamesOf } from '../../known-names.js';
import { assertNames, assertTexts, assertWholeNumbers } from '../assert-option-types.js';
import { describeModel } from '../describe-model.js';
import type { HttpEmbedderOptions, HttpEmbedderSettings } from './http-embedder-options.js';

const names: NamesOf<HttpEmbedderOptions> = {
  url: true,
  model: true,
  dimensions: true,
  apiKey: true,
  headers: true,
  allowPlainHttp: true,
  sendDimensions: true,
  encodingFormat: true,
  queryPrefix: true,
  documentPrefix: true,
  maxTextLength: true,
  batchSize: true,
  concurrency: true,
  timeoutMs: true,
  maxRetries: true,
  retryDelayMs: true,
  maxRetryDelayMs: true,
  modelId: true,
  fetch: true,
  clock: true,
  random: true,
};

const defaultMaxTextLength = 8_192;
/** Longest delay that timers take, in milliseconds. */
const maxDelay = 2 ** 31 - 1;

/** @throws AgentCardsError `INVALID_INPUT`, whose message quotes neither key nor address nor header */
export function readOptions(options: HttpEmbedderOptions): HttpEmbedderSettings {
  assertNames('createHttpEmbedder', options, names);
  const { model, dimensions, queryPrefix = '', documentPrefix = '', maxTextLength = defaultMaxTextLength } = options;
  const { apiKey, batchSize = 32, concurrency = 4, maxRetries = 3 } = options;
  const { timeoutMs = 30_000, retryDelayMs = 500, maxRetryDelayMs = 30_000 } = options;
  if (typeof model !== 'string' || model === '') fail('model has to name the model of the endpoint');
  if (dimensions === undefined) fail("dimensions has to be the length of the model's vectors");
  assertWholeNumbers('createHttpEmbedder', 1, { dimensions, batchSize, concurrency, maxTextLength, timeoutMs });
  assertWholeNumbers('createHttpEmbedder', 0, { maxRetries, retryDelayMs, maxRetryDelayMs });
  assertTexts('createHttpEmbedder', { queryPrefix, documentPrefix, modelId: options.modelId });
  if (![undefined, 'float', 'base64'].includes(options.encodingFormat)) fail("encodingFormat is 'float' or 'base64'");
  if (options.fetch !== undefined && typeof options.fetch !== 'function') fail('fetch has to be a function');
  if (Math.max(timeoutMs, maxRetryDelayMs) > maxDelay) fail(`timeoutMs and maxRetryDelayMs go up to ${maxDelay}`);
  const url = readUrl(options);
  const headers = readHeaders(apiKey, options.headers);
  return {
    url: url.href,
    address: `${url.origin}${url.pathname}`,
    headers,
    secrets: secretsIn([apiKey ?? '', ...Object.values(options.headers ?? {}), ...valuesInQuery(url)]),
    modelId:
      options.modelId ??
      describeModel(model, {
        dimensions: options.sendDimensions ? dimensions : undefined,
        queryPrefix,
        documentPrefix,
        maxTextLength: maxTextLength === defaultMaxTextLength ? undefined : maxTextLength,
      }),
    model,
    dimensions,
    sendDimensions: options.sendDimensions ?? false,
    encodingFormat: options.encodingFormat,
    prefixes: { query: queryPrefix, document: documentPrefix },
    maxTextLength,
    batchSize,
    concurrency,
    timeoutMs,
    maxRetries,
    retryDelayMs,
    maxRetryDelayMs,
    fetch: options.fetch ?? ((address, init) => globalThis.fetch(address, init)),
    clock: options.clock ?? Date,
    random: options.random ?? Math.random,
  };
}

function readUrl({ url: given, apiKey, headers, allowPlainHttp }: HttpEmbedderOptions): URL {
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    // The reason is not kept: it quotes what was given.
    fail('url has to be the whole address of the endpoint, for example https://api.openai.com/v1/embeddings');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') fail('url has to begin with https:// or http://');
  if (url.username !== '' || url.password !== '') fail('url holds a name or password; give it in apiKey or headers');
  const isSecretSent = apiKey !== undefined || Object.keys(headers ?? {}).length > 0;
  if (url.protocol === 'http:' && isSecretSent && !isLoopback(url.hostname) && allowPlainHttp !== true) {
    fail(
      'key or headers would go over plain http to another machine',
      'Use https, leave out apiKey and headers, or, on a network that you trust, set allowPlainHttp.',
    );
  }
  return url;
}

function readHeaders(apiKey: string | undefined, given: HttpEmbedderOptions['headers'] = {}): Headers {
  // A `Headers` has no own fields: what it holds would not be sent.
  const isRecord = typeof given === 'object' && given !== null && !(given instanceof Headers || Array.isArray(given));
  if (!isRecord || Object.values(given).some((value) => typeof value !== 'string')) {
    fail('headers has to be an object of texts, by name');
  }
  const headers = new Headers({ accept: 'application/json', 'content-type': 'application/json' });
  if (apiKey !== undefined && !(typeof apiKey === 'string' && /^[\x21-\x7e]+$/.test(apiKey))) {
    fail('apiKey is empty or has blanks, line breaks or other characters that a header cannot hold');
  }
  if (apiKey !== undefined) headers.set('authorization', `Bearer ${apiKey}`);
  for (const [name, value] of Object.entries(given)) {
    try {
      headers.set(name, value);
    } catch {
      // The reason is not kept: it quotes the value.
      fail('headers has a name or a value that a header cannot hold');
    }
  }
  return headers;
}

/** Each as it was meant and as it is written in the address, which endpoints quote. */
function valuesInQuery({ search, searchParams }: URL): string[] {
  const written = search.split(/[?&]/).map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [...searchParams.values(), ...written];
}

/**
 * The texts and their words, longest first, so that none is found inside another one. What is as short as `json` or `1`
 * is no secret, and would be found in every message.
 */
function secretsIn(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => [text, ...text.split(/\s+/)]).filter((word) => word.length >= 5);
  return [...new Set(words)].sort((one, other) => other.length - one.length);
}

function isLoopback(host: string): boolean {
  return /^(?:.+\.)?localhost$|^127(?:\.\d+){3}$|^\[::1\]$/.test(host);
}

function fail(problem: string, hint?: string): never {
  throw new AgentCardsError('INVALID_INPUT', `createHttpEmbedder: ${problem}.`, { hint });
}
