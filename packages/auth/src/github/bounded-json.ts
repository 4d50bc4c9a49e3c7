import { AuthError } from '../errors/auth-error.js';
import { onAbort } from '../on-abort.js';
import { untilAborted } from './until-aborted.js';

/** More than GitHub's longest answer to any of our questions: 100 memberships with long names are about 300 KB. */
const maxBytes = 524_288;

export interface JsonRequest {
  readonly url: string;
  readonly init: RequestInit;
  readonly fetch: typeof fetch;
  /** Milliseconds for the whole of it, body included. */
  readonly timeout: number;
  /** Where several answers share the time: what ends after `timeout`. */
  readonly deadline?: AbortSignal | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Whether its header says that another page follows. Where that is, is not asked of it. */
  readonly hasNext: boolean;
}

/**
 * Asks for JSON, and reads no more of what comes than is good for us. The answer's text is in no error: it may contain
 * a token.
 * @throws AuthError `GITHUB_UNAVAILABLE` | `GITHUB_RESPONSE_INVALID` | `ABORTED`
 */
export async function fetchJson(request: JsonRequest): Promise<JsonAnswer> {
  const { signal, timeout, deadline = AbortSignal.timeout(timeout) } = request;
  const either = new AbortController();
  const unfollow = [signal, deadline].map((one) => one && onAbort(one, () => either.abort(one.reason)));
  try {
    // Raced, because a fetch of the caller's may not listen to the signal.
    return await untilAborted(ask(request, either.signal), either.signal);
  } catch (error) {
    if (AuthError.isInstance(error)) throw error;
    if (signal?.aborted) throw new AuthError('ABORTED', 'The sign-in was aborted.', { cause: signal.reason });
    throw unavailable(
      deadline.aborted ? `GitHub did not answer within ${timeout} ms.` : 'GitHub could not be reached.',
    );
  } finally {
    for (const end of unfollow) end?.();
  }
}

async function ask({ fetch, url, init }: JsonRequest, signal: AbortSignal): Promise<JsonAnswer> {
  // A redirect could take the token or the client's secret to another host.
  const response = await fetch(url, { ...init, redirect: 'manual', signal });
  if (response.status >= 500 || response.status === 429) {
    await response.body?.cancel();
    throw unavailable(`GitHub answered with status ${response.status}.`);
  }
  const hasNext = /;\s*rel="?next"?\s*(?:[;,]|$)/i.test(response.headers.get('link') ?? '');
  return { status: response.status, body: await readJson(response), hasNext };
}

function unavailable(message: string): AuthError {
  return new AuthError('GITHUB_UNAVAILABLE', message, { hint: 'Try to sign in again later.' });
}

export function invalidResponse(what: string): AuthError {
  return new AuthError('GITHUB_RESPONSE_INVALID', `GitHub's answer was not understood: ${what}.`, {
    hint: 'If it persists, check the addresses of GitHub in the options and what stands between.',
  });
}

async function readJson(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isRedirect = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
  if (isRedirect || !/^application\/([\w.-]+\+)?json$/.test(type)) {
    await response.body?.cancel();
    throw invalidResponse(isRedirect ? 'it redirects' : 'it is no JSON');
  }
  try {
    return JSON.parse(await readText(response));
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidResponse('it is no JSON');
    throw error;
  }
}

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw invalidResponse(`it is longer than ${maxBytes} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
