import { AuthError } from '../errors/auth-error.js';
import type { AuthErrorCode } from '../errors/auth-error-codes.js';

const statuses: Readonly<Record<AuthErrorCode, number>> = {
  INVALID_INPUT: 400,
  CLOSED: 503,
  ABORTED: 503,
  AUTH_REQUIRED: 401,
  SESSION_INVALID: 401,
  API_KEY_INVALID: 401,
  FORBIDDEN: 403,
  CSRF_REJECTED: 403,
  CREDENTIAL_IN_URL: 400,
  RATE_LIMITED: 429,
  REQUEST_TOO_LARGE: 431,
  LOCAL_MODE_REFUSED: 403,
  SIGN_IN_STATE_INVALID: 400,
  SIGN_IN_DENIED: 403,
  RETURN_PATH_INVALID: 400,
  GITHUB_REJECTED: 502,
  GITHUB_UNAVAILABLE: 503,
  GITHUB_RESPONSE_INVALID: 502,
  USER_UNKNOWN: 404,
  LAST_ADMIN: 409,
  API_KEY_UNKNOWN: 404,
  API_KEY_LIMIT: 409,
  API_KEY_ALREADY_ROTATED: 409,
  HASHER_FAILED: 503,
  SECRET_UNKNOWN: 404,
  SECRET_UNREADABLE: 500,
  SECRET_CONFLICT: 409,
  SECRET_LIMIT: 409,
  SECRET_KEY_UNAVAILABLE: 503,
  MCP_CONFIG_LIMIT: 409,
  KV_FAILED: 503,
  USER_STORE_FAILED: 503,
};

/** For every answer: none is kept by a cache, framed, sniffed, or named to the next site. */
const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

export function jsonResponse(
  status: number,
  body: unknown,
  more: Readonly<Record<string, string | undefined>> = {},
): Response {
  const response = new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
  });
  for (const [name, value] of Object.entries(more)) if (value !== undefined) response.headers.append(name, value);
  return response;
}

/** 303: whatever the method was, the browser goes on with GET. */
export function redirectResponse(location: string, cookies: readonly string[]): Response {
  const response = new Response(null, { status: 303, headers: { ...headers, location } });
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}

/** Whether an error is one of this package, of which a caller is told more than that something went wrong. */
export function isAnswer(error: unknown): error is AuthError {
  // Errors of other packages of AgentCards have the brand too.
  return AuthError.isInstance(error) && Object.hasOwn(statuses, error.code);
}

/**
 * What a caller is told of an error: its code, message and hint. Errors that are not ours are told as one, since nobody
 * knows what they hold.
 */
export function errorResponse(error: unknown): Response {
  if (!isAnswer(error)) {
    return jsonResponse(500, { error: { code: 'INTERNAL', message: 'The request could not be answered.' } });
  }
  const { code, message, hint, details } = error;
  const challenge = statuses[code] === 401 ? { 'www-authenticate': 'Bearer' } : {};
  const retry = typeof details?.retryAfter === 'number' ? { 'retry-after': String(details.retryAfter) } : {};
  return jsonResponse(statuses[code], { error: { code, message, hint } }, { ...challenge, ...retry });
}
