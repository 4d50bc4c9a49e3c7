// In Deno: tries the suite on Deno KV at the path that it is given, and prints what became of each case.
import { createRateLimiter } from '@agentcards/auth';
import { createDenoKeyValueStore } from '@agentcards/auth/deno-kv';
import { checkKv } from '@agentcards/conformance/auth';

const path = Deno.args[0];
const kv = await Deno.openKv(path);
// In memory each database is its own; a file is opened by a second one, as by another process.
const second = path === ':memory:' ? kv : await Deno.openKv(path);
const closed = await Deno.openKv(':memory:');
closed.close();

let opened = 0;
const cases = await checkKv(
  (keyPrefix, clock) => createDenoKeyValueStore({ kv: opened++ % 2 === 0 ? kv : second, clock, keyPrefix }),
  { atomicity: 'shared', unreachable: (_, clock) => createDenoKeyValueStore({ kv: closed, clock }) },
);

const clock = { now: () => 0 };
const limiters = [kv, second].map((each) =>
  createRateLimiter({ kv: createDenoKeyValueStore({ kv: each, clock, keyPrefix: 'limits' }), clock }),
);
const answers = await Promise.all(
  Array.from({ length: 100 }, (_, caller) => limiters[caller % 2].check('a', 'b', { limit: 10, window: 60_000 })),
);

const results = cases.map(({ name, outcome, reason, error }) => ({
  name,
  outcome,
  reason,
  error: error && String(error.stack ?? error),
}));
console.log(JSON.stringify({ results, passed: answers.filter(({ allowed }) => allowed).length }));
kv.close();
if (second !== kv) second.close();
