import { expect, test } from 'vitest';
import { fetchJson } from './github/bounded-json.js';
import { guardedKeys } from './secrets/guarded-keys.js';
import { keysOf } from './testing/secret-fixtures.js';

const answers: Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>> = {
  'an answer of GitHub': (signal) => {
    const fetch = async () => Response.json({});
    return fetchJson({ url: 'https://github.example', init: {}, fetch, timeout: 1_000, signal });
  },
  'a key': (signal) => guardedKeys(keysOf('k1'), 1_000).wrap(new Uint8Array(32), new Uint8Array(), signal),
};

test.each(Object.entries(answers))('%s leaves nothing on the signal of the caller', async (_what, answer) => {
  const { signal } = new AbortController();
  for (let call = 0; call < 3; call++) await answer(signal);
  expect(keptWith(signal)).toBe(0);
});

/** How many listeners Node keeps with this signal, and signals that were derived from it, in collections of its own. */
function keptWith(signal: AbortSignal): number {
  const own = signal as unknown as Readonly<Record<symbol, { readonly size?: number } | undefined>>;
  return Object.getOwnPropertySymbols(signal).reduce((sum, name) => sum + (own[name]?.size ?? 0), 0);
}
