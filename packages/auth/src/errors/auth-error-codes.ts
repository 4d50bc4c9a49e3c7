/** Every code that an error of this package can carry. Each has an entry in docs/errors.md; a test checks both ways. */
export const authErrorCodes = [
  // Input and life
  'INVALID_INPUT',
  'CLOSED',
  'ABORTED',
  // Who asks
  'AUTH_REQUIRED',
  'SESSION_INVALID',
  'API_KEY_INVALID',
  'FORBIDDEN',
  'CSRF_REJECTED',
  'CREDENTIAL_IN_URL',
  'RATE_LIMITED',
  'REQUEST_TOO_LARGE',
  'LOCAL_MODE_REFUSED',
  // Sign-in
  'SIGN_IN_STATE_INVALID',
  'SIGN_IN_DENIED',
  'RETURN_PATH_INVALID',
  'GITHUB_REJECTED',
  'GITHUB_UNAVAILABLE',
  'GITHUB_RESPONSE_INVALID',
  // Users and API keys
  'USER_UNKNOWN',
  'LAST_ADMIN',
  'API_KEY_UNKNOWN',
  'API_KEY_LIMIT',
  'API_KEY_ALREADY_ROTATED',
  'HASHER_FAILED',
  // Secrets
  'SECRET_UNKNOWN',
  'SECRET_UNREADABLE',
  'SECRET_CONFLICT',
  'SECRET_LIMIT',
  'SECRET_KEY_UNAVAILABLE',
  'MCP_CONFIG_LIMIT',
  // What it stores in
  'KV_FAILED',
  'USER_STORE_FAILED',
] as const;

export type AuthErrorCode = (typeof authErrorCodes)[number];
