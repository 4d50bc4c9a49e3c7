// Provokes every kind of error that it can over the store named by the first argument, with planted texts wherever a
// user's data goes. Writes what could be seen of it (errors, events, log, health) to the file named by the second one.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { createMemoryStore } from '@agentcards/core';
import { createHttpEmbedder } from '@agentcards/core/http-embedder';
import { connectServers } from '@agentcards/mcp-adapter';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';

const [storeName, reportPath] = process.argv.slice(2);
const planted = (place) => `pl4nted ${place}'; DROP TABLE tool_schema; --\0\ud800 $1 %s`;
const key = 'sk-pl4nted-0123456789abcdef';
const token = 'pl4nted-token-in-the-address';

const seen = [];
const outcomes = {};
function see(where, value) {
  const options = { depth: 30, showHidden: true, getters: true, maxStringLength: null, maxArrayLength: null };
  seen.push({ where, text: `${inspect(value, options)} ${value?.stack} ${JSON.stringify(value) ?? ''} ${value}` });
}
async function attempt(where, act) {
  try {
    const answer = await act();
    outcomes[where] = answer?.rejected?.map(({ code }) => code).join(' ') || 'done';
    see(where, answer?.rejected);
    see(where, answer?.warnings);
  } catch (error) {
    outcomes[where] = error?.code ?? String(error?.name);
    see(where, error);
  }
}

// An endpoint that quotes all that it was given, in whatever way it is told to fail.
let mode = 'well';
const echo = ({ url, headers }, body) =>
  `${body} ${body.slice(20, 60)} ${headers.authorization} ${headers['x-key']} ${url}`;
const answers = {
  well: ({ input }) => [200, JSON.stringify({ data: input.map(() => ({ embedding: [1, 2, 3] })) })],
  short: ({ input }) => [200, JSON.stringify({ data: input.map(() => ({ embedding: [1] })) })],
  few: () => [200, JSON.stringify({ data: [] })],
  texts: ({ input }) => [200, JSON.stringify({ data: input.map((text) => ({ embedding: [text] })) })],
  html: ({ input }) => [200, `<p>${input}`],
  400: (_body, said) => [400, JSON.stringify({ error: { message: said } })],
  401: (_body, said) => [401, JSON.stringify({ error: { message: said } })],
  422: ({ input }) => [422, JSON.stringify({ message: `cannot embed ${JSON.stringify(input)}: ${input[0]}` })],
  429: (_body, said) => [429, JSON.stringify({ error: said })],
  500: (_body, said) => [500, said],
  redirect: (_body, said) => [307, said],
};
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  if (mode === 'reset') return response.destroy();
  const [status, text] = answers[mode](JSON.parse(body), echo(request, body));
  response.writeHead(status, { location: request.url }).end(text);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

// The database refuses what this spoils: rows full of planted texts, by CHECK, foreign key and type.
let spoiled = false;
const spoil =
  (change) =>
  (value, ...rest) =>
    spoiled ? change(value, ...rest) : [value, ...rest];
const spoils = {
  tools: {
    apply: spoil(({ upsert, ...change }) => [
      { ...change, upsert: upsert.map((t) => ({ ...t, status: t.description })) },
    ]),
  },
  executions: { record: spoil((execution, ...rest) => [{ ...execution, durationMs: -1 }, ...rest]) },
  edges: { declare: spoil((edges, of) => [edges.map((edge) => ({ ...edge, source: planted('source') })), of]) },
  embeddings: { put: spoil((rows) => [rows.map((row) => ({ ...row, toolId: planted('key') }))]) },
  suggestions: {
    put: spoil((rows, bounds) => [rows.map((row) => ({ ...row, madeAt: new Date(Number.NaN) })), bounds]),
  },
};
const store =
  storeName === 'memory' ? createMemoryStore() : await openPGliteStore({ dataDir: 'memory://', dimensions: 3 });
const spoilable = { ...store };
for (const [port, methods] of storeName === 'memory' ? [] : Object.entries(spoils)) {
  spoilable[port] = { ...store[port] };
  for (const [name, change] of Object.entries(methods)) {
    spoilable[port][name] = (...given) => store[port][name](...change(...given));
  }
}

const embedder = createHttpEmbedder({
  url: `http://127.0.0.1:${server.address().port}/v1/embeddings?token=${token}`,
  apiKey: key,
  headers: { 'x-key': key },
  model: 'model',
  dimensions: 3,
  maxRetries: 1,
  maxRetryDelayMs: 1,
});
const tool = (name, more) => ({
  name,
  description: `${planted('description')} of ${name}`,
  inputSchema: { type: 'object', default: planted('schema') },
  ...more,
});
const tools = ['one', 'two', 'three'].map((name) => tool(name));
const hostile = (thrown) => ({
  get name() {
    throw new Error(thrown);
  },
});
const circular = { text: planted('circle') };
circular.itself = circular;
const task = (id, more) => ({
  id,
  toolId: 'server:one',
  success: true,
  arguments: { text: planted('argument'), long: `${planted('argument')} `.repeat(99) },
  output: { [planted('name of an output')]: [planted('output')] },
  ...more,
});
const execution = (tasks, more) => ({
  success: false,
  intent: planted('intent'),
  errorMessage: planted('message of a tool'),
  code: planted('code'),
  tasks,
  ...more,
});

await attempt('options', () => createAgentCards({ store: createMemoryStore(), halfLife: planted('option') }));
await attempt('embedder', () =>
  createAgentCards({ store: createMemoryStore(), embedder: { modelId: 1, secret: key } }),
);
await attempt('address', () => createHttpEmbedder({ url: planted('address'), apiKey: key, model: 'm', dimensions: 3 }));

const cards = await createAgentCards({ store: spoilable, embedder });
for (const name of [
  'embedding.progress',
  'embedding.failed',
  'embedding.completed',
  'tools.renamed',
  'tools.quarantined',
]) {
  cards.on(name, (event) => see(name, event));
}
const intent = `${planted('intent')} find one`;
for (const next of [...Object.keys(answers), 'reset']) {
  const changed = (title) => ({ server: 'server', tools: tools.map((each) => ({ ...each, title })) });
  // One that is down is given no text of tools.
  mode = 'well';
  await cards.tools.sync(changed(`before ${next}`));
  await attempt(`embedded, before ${next}`, () => cards.tools.embedded());
  mode = next;
  await cards.tools.sync(changed(next));
  await attempt(`embedded, ${mode}`, () => cards.tools.embedded());
  await attempt(`search, ${mode}`, () => cards.search(`${intent} ${mode}`));
}
mode = 'well';

const sync = (given) => () => cards.tools.sync(given);
await attempt('sync of no source', sync(planted('source')));
await attempt('sync of no list', sync({ server: 'server', tools: planted('tools') }));
await attempt('sync of a policy', sync({ server: 'other', tools: [], onDrift: planted('policy') }));
const odd = [
  planted('tool'),
  hostile(planted('getter')),
  tool('', {}),
  tool('a'),
  tool('a'),
  tool('b', { inputSchema: planted('schema') }),
];
const large = [tool('c', { inputSchema: circular }), tool('d', { description: planted('long').repeat(9_999) })];
await attempt('sync of odd tools', sync({ server: 'odd', tools: [...odd, ...large, tool('e', { annotations: 1n })] }));

await attempt('intent too long', () => cards.search(planted('intent').repeat(9_999)));
await attempt('intent of no text', () => cards.search({ text: planted('intent') }));
await attempt('score', () => cards.search(intent, { minScore: planted('score') }));
await attempt('time', () => cards.search(intent, { asOf: planted('time') }));
await attempt('filter', () => cards.search(intent, { filter: { statuses: [planted('status')] } }));
await attempt('signal', () => cards.suggest(intent, { signal: planted('signal') }));
await attempt('filter that throws', () =>
  cards.search(intent, {
    filter: () => {
      throw new Error(planted('filter'));
    },
  }),
);
await attempt('aborted', () => cards.search(intent, { signal: AbortSignal.abort() }));
await attempt('forget', () => cards.forget({ intent, before: planted('time') }));
await attempt('tasks of one id', () => cards.record(execution([task('a'), task('a')])));
await attempt('unknown task', () => cards.record(execution([task('a', { dependsOn: ['b'] })])));
await attempt('circle', () =>
  cards.record(execution([task('a', { dependsOn: ['b'] }), task('b', { dependsOn: ['a'] })])),
);
await attempt('unknown tool', () => cards.record(execution([task('a', { toolId: 'server:none' })])));
await attempt('end before start', () => cards.record(execution([task('a', { startedAt: 2, endedAt: 1 })])));
await attempt('no time', () => cards.record(execution([task('a', { startedAt: planted('time') })])));
await attempt('no duration', () => cards.record(execution([task('a')], { durationMs: planted('duration') })));
await attempt('kind of error', () => cards.record(execution([task('a', { errorType: planted('type').repeat(99) })])));
await attempt('arguments in a circle', () => cards.record(execution([task('a', { arguments: circular, output: 1n })])));
await attempt('recorded', () =>
  cards.record(execution([task('a'), task('b', { toolId: 'server:two', dependsOn: ['a'] })])),
);
await attempt('dependency on itself', () => cards.dependencies.add([{ from: 'server:one', to: 'server:one' }]));
await attempt('dependency of a source', () =>
  cards.dependencies.add([{ from: 'server:one', to: 'server:two', source: planted('source') }]),
);

spoiled = true;
await attempt('refused sync', sync({ server: 'server', tools: tools.map((each) => ({ ...each, title: 'refused' })) }));
await attempt('refused execution', () => cards.record(execution([task('a'), task('b', { toolId: 'server:two' })])));
await attempt('refused dependency', () => cards.dependencies.add([{ from: 'server:one', to: 'server:three' }]));
await attempt('refused suggestion', () => cards.suggest(intent));
spoiled = false;
await cards.tools.sync({ server: 'server', tools: tools.map((each) => ({ ...each, title: 'to be embedded' })) });
spoiled = true;
await attempt('refused vectors', () => cards.tools.embedded());
spoiled = false;

see('health', { ...(await cards.health()), quarantined: [] });
see('stats', await cards.stats());
see('log', await store.errors.recent(10_000));
const logged = await store.errors.count();
const digestKeys = (await store.config.list(''))
  .map(({ value }) => value)
  .filter((value) => /^[\w+/=-]{32,}$/.test(value));
await cards.close();
await attempt('closed', () => cards.record(execution([task('a')])));

const report = connectServers([
  { name: 'env', command: process.execPath, args: ['-e', 'process.exit(3)'], env: { KEY: key } },
]);
await attempt('server', async () => see('server', (await report).report));
await attempt('server without end', async () => (await report).close());
server.close();
writeFileSync(reportPath, JSON.stringify({ seen, outcomes, logged, digestKeys }));
