import { AuthError } from '../errors/auth-error.js';

const limits = { cookie: 16_384, authorization: 1_024, 'x-api-key': 1_024 } as const;
const longestUrl = 8_192;

/**
 * Refuses what no honest caller sends before anything reads it. Bodies are never read.
 * @throws AuthError `REQUEST_TOO_LARGE`
 */
export function assertWithinLimits(request: Pick<Request, 'url' | 'headers'>): void {
  const tooLong = Object.entries(limits).find(([name, limit]) => (request.headers.get(name)?.length ?? 0) > limit);
  if (!tooLong && request.url.length <= longestUrl) return;
  throw new AuthError('REQUEST_TOO_LARGE', `${tooLong ? `The header ${tooLong[0]}` : 'The address'} is too long.`);
}
