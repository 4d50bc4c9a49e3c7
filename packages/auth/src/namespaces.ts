const minute = 60_000;
const hour = 60 * minute;

/**
 * Everything that is ever written to the key-value store: how its keys begin, and for how long it is kept at most,
 * in milliseconds.
 */
export const namespaces = {
  /** Sessions of browsers, by session id. */
  session: { prefix: 'auth/session:', ttl: 24 * hour },
  /** Sign-ins that wait for GitHub's answer, by state. */
  pending: { prefix: 'auth/pending:', ttl: 15 * minute },
  /** What was proved of API keys, and how often they were tried. */
  apiKey: { prefix: 'auth/api-key:', ttl: hour },
} as const;
