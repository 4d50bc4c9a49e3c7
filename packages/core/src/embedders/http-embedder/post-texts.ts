import { untilAborted } from '../../embedding/deadline.js';
import { AgentCardsError } from '../../errors/agent-cards-error.js';
import type { HttpEmbedderSettings } from './http-embedder-options.js';
import { parseEmbeddings } from './parse-embeddings.js';
import { readText } from './read-text.js';
import { redact, redactParts } from './redact.js';
import { parseRetryAfter } from './retry-delay.js';
import { withoutSecrets } from './without-secrets.js';

export type Outcome =
  | { readonly vectors: readonly Float32Array[] }
  | {
      readonly vectors?: undefined;
      readonly error: AgentCardsError;
      /** Whether the same request may succeed later. */
      readonly isTransient: boolean;
      readonly retryAfterMs?: number | undefined;
    };

/** Bytes of an error page that are read for what it says. */
const maxErrorLength = 65_536;
/** Bytes that one number of a vector takes at most, with digits, comma and indentation. */
const maxNumberLength = 64;
/** Longest quotation of an endpoint, in UTF-16 code units. */
const maxQuotation = 200;

/** One request, with its answer read, checked and understood. Rejects only when `signal` aborts. */
export async function postTexts(
  texts: readonly string[],
  settings: HttpEmbedderSettings,
  signal: AbortSignal,
): Promise<Outcome> {
  const { address, secrets, timeoutMs } = settings;
  const timeout = new AbortController();
  // Not AbortSignal.timeout, whose timer goes on after the call.
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  const either = AbortSignal.any([signal, timeout.signal]);
  try {
    // Raced, because a fetch of the caller's may not listen to the signal.
    return await untilAborted(request(texts, settings, either), either);
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.signal.aborted) {
      return transient(`The embeddings endpoint ${address} did not answer within ${timeoutMs} ms.`, {
        hint: 'Make batchSize smaller or timeoutMs longer.',
      });
    }
    return transient(`The embeddings endpoint ${address} cannot be reached, or broke off.`, {
      hint: 'See the cause: a wrong address, a server that does not run, or a network that fails.',
      cause: withoutSecrets(error, secrets),
    });
  } finally {
    clearTimeout(timer);
  }
}

async function request(
  texts: readonly string[],
  settings: HttpEmbedderSettings,
  signal: AbortSignal,
): Promise<Outcome> {
  const { url, headers, model, dimensions, sendDimensions, encodingFormat } = settings;
  const body = JSON.stringify({
    model,
    input: texts,
    ...(sendDimensions && { dimensions }),
    ...(encodingFormat && { encoding_format: encodingFormat }),
  });
  // Not followed: the texts, and with some fetches the key, would go where nobody wanted them.
  const init: RequestInit = { method: 'POST', headers, body, redirect: 'manual', signal };
  const response = await settings.fetch(url, init);
  if (!response.ok) return refusal(response, texts, settings);
  const limit = maxErrorLength + texts.length * dimensions * maxNumberLength;
  const text = await readText(response, limit);
  if (text === undefined) return unusable(settings, `an answer of more than ${limit} bytes`);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // A proxy's page, or an answer that was cut: may be gone the next time.
    return { ...unusable(settings, 'an answer that is not JSON'), isTransient: true };
  }
  const { vectors, problem } = parseEmbeddings(answer, texts.length, dimensions);
  return vectors ? { vectors } : unusable(settings, problem);
}

function unusable({ address, dimensions, model }: HttpEmbedderSettings, problem: string) {
  const hint =
    `Check that url is the endpoint for embeddings, that ${JSON.stringify(model)} makes vectors of ${dimensions} ` +
    'numbers, and sendDimensions where a model has several lengths.';
  const error = new AgentCardsError('EMBEDDER_FAILED', `The embeddings endpoint ${address} gave ${problem}.`, { hint });
  return { error, isTransient: false };
}

async function refusal(
  response: Response,
  texts: readonly string[],
  { address, secrets, clock }: HttpEmbedderSettings,
): Promise<Outcome> {
  const { status } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    await response.body?.cancel();
    return permanent(`The embeddings endpoint ${address} redirects to another address.`, {
      hint: 'Give the final address as url. Redirects are not followed, so that key and texts go nowhere else.',
      details: { status },
    });
  }
  const page = (await readText(response, maxErrorLength)) ?? '';
  // What is said about a key may quote a part of it.
  const isAboutKey = status === 401 || status === 403;
  const said = isAboutKey ? '' : quotation(page, secrets, texts);
  const message = `The embeddings endpoint ${address} answered ${status}${said}.`;
  const options = { hint: hintFor(status), details: { status } };
  if (status !== 408 && status !== 429 && status < 500) return permanent(message, options);
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), clock.now());
  return { ...transient(message, options), retryAfterMs };
}

/**
 * The message in `{ error: { message } }` or `{ message }`, shortened to one line, without what it quotes of the texts;
 * nothing of any other page.
 */
function quotation(page: string, secrets: readonly string[], texts: readonly string[]): string {
  let message: unknown;
  try {
    const { error, message: own } = JSON.parse(page) ?? {};
    message = error?.message ?? own ?? error;
  } catch {
    return '';
  }
  if (typeof message !== 'string') return '';
  // Cut before it is compared with the texts, which may be megabytes.
  const line = redactParts(redact(message, secrets).slice(0, 4 * maxQuotation), texts)
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return line === '' ? '' : `: ${JSON.stringify(line.slice(0, maxQuotation))}`;
}

function hintFor(status: number): string {
  if (status === 401 || status === 403) return 'Check apiKey, and which headers the endpoint wants.';
  if (status === 404 || status === 405) return 'Check url, which is the whole address, and model.';
  if (status === 429) return 'Lower concurrency or batchSize, or wait; the quota may be used up.';
  if (status >= 500) return 'The endpoint is ill or overloaded: try again later, or look at its log.';
  return 'Check model, and make batchSize or maxTextLength smaller where the endpoint takes less.';
}

type ErrorOptions = ConstructorParameters<typeof AgentCardsError>[2];

function transient(message: string, options: ErrorOptions) {
  return { error: new AgentCardsError('EMBEDDER_FAILED', message, options), isTransient: true };
}

function permanent(message: string, options: ErrorOptions) {
  return { ...transient(message, options), isTransient: false };
}
