import { expect, test } from 'vitest';
import { fetchJson } from './bounded-json.js';

const never = () => new Promise<never>(() => {});
const headers = { 'content-type': 'application/json' };

test.each([
  ['a fetch', never],
  ['a body', async () => new Response(new ReadableStream({ pull: never }), { headers })],
])('%s that does not listen to its signal is not waited for', async (_what, fetch) => {
  const [deadline, caller] = [new AbortController(), new AbortController()];
  const request = { url: 'https://github.example', init: {}, fetch, timeout: 7 };
  const late = fetchJson({ ...request, deadline: deadline.signal });
  const aborted = fetchJson({ ...request, signal: caller.signal, deadline: new AbortController().signal });
  deadline.abort();
  caller.abort('reason');
  await expect(late).rejects.toMatchObject({
    code: 'GITHUB_UNAVAILABLE',
    message: 'GitHub did not answer within 7 ms.',
  });
  await expect(aborted).rejects.toMatchObject({ code: 'ABORTED', cause: 'reason' });
  await expect(fetchJson({ ...request, signal: caller.signal })).rejects.toMatchObject({ code: 'ABORTED' });
});
