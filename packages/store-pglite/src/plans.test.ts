import type { ApiKeyRecord, SecretRecord, UserStore } from '@agentcards/auth';
import type { ConfidenceOf, EmbeddingRecord, ExecutionRecord, Store, ToolId, ToolRecord } from '@agentcards/core';
import type { PGlite, QueryOptions, Transaction } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Connection, startPGlite } from './connection.js';
import { rememberConnection } from './connection-of.js';
import { createStore } from './create-store.js';
import type { PGliteTenantStore } from './open.js';
import { createUserStore } from './users/index.js';

/** Rows of each growing table: so many that the planner, which knows it, reads all of one only where it has to. */
const rows = 5_000;
const growing =
  /^(adaptive_config|api_keys|config|error_log|suggestion|tool_(dependency|dependency_retired|embedding|embedding_former|embedding_staged|schema)|user_(mcp_configs|secrets)|users|workflow_execution)$/;

/** What reads a growing table as a whole, and why it may. */
const allowed: Readonly<Record<string, string>> = {
  'edges.replaceObserved: tool_dependency': 'replaces every counter',
  'embeddings.promote: tool_embedding_staged': 'puts all of them in use, and looks at all lengths before',
  'errors.count: error_log': 'counts them',
  'secrets.listWrappedOtherwise: user_secrets': 'looks for every one that is left, to the end of the last page',
};

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Order By'?: string;
  readonly Filter?: string;
  readonly Plans?: readonly Plan[];
}

let operation = '';
/** Operations and the tables that they read as a whole. */
const scans = new Set<string>();
let database: PGlite;
let store: Omit<Store, 'close'>;
let userStore: UserStore;

type Query = Pick<Transaction, 'query'>;

/** Has every statement explained, with its parameters and where it runs, before it runs; of a COPY, what it copies. */
async function explained(on: Query, statement: string, parameters?: unknown[], options?: QueryOptions) {
  const [, copied] = /^COPY \((.*)\) TO /s.exec(statement) ?? [];
  const [, called] = /FROM pg_temp\.(\w+)\(/.exec(statement) ?? [];
  const plannable = called === undefined ? (copied ?? statement) : await bodyOf(on, called);
  if (/^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)/i.test(plannable)) {
    const serializers = options?.serializers && { serializers: options.serializers };
    const { rows: explanation } = await on.query<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(
      `EXPLAIN (FORMAT JSON) ${plannable}`,
      parameters,
      serializers,
    );
    for (const table of readAsAWhole(explanation[0]!['QUERY PLAN'][0].Plan)) scans.add(`${operation}: ${table}`);
  }
  return on.query(statement, parameters, options);
}

/** The statement that a function of the session runs. */
async function bodyOf(on: Query, name: string): Promise<string> {
  const { rows: found } = await on.query<{ prosrc: string }>('SELECT prosrc FROM pg_proc WHERE proname = $1', [name]);
  return /^ BEGIN RETURN QUERY (.*); END $/s.exec(found[0]!.prosrc)![1]!;
}

/** A limit without a condition ends the reading early. */
function readAsAWhole(plan: Plan, isLimited = false): string[] {
  const { 'Node Type': type, 'Relation Name': table = '', Plans: inner = [] } = plan;
  const isScan = type === 'Seq Scan' || (/^Index (Only )?Scan$/.test(type) && !plan['Index Cond'] && !plan['Order By']);
  const isWhole = isScan && !(isLimited && plan.Filter === undefined);
  const limited = type === 'Limit' || (isLimited && !/Sort|Aggregate/.test(type));
  return [...(isWhole && growing.test(table) ? [table] : []), ...inner.flatMap((each) => readAsAWhole(each, limited))];
}

function spied(pglite: PGlite): PGlite {
  const spy = (on: Query) => (statement: string, parameters?: unknown[], options?: QueryOptions) =>
    explained(on, statement, parameters, options);
  return {
    query: spy(pglite),
    transaction: (work: (raw: Transaction) => Promise<unknown>) =>
      pglite.transaction((raw) => work({ ...raw, query: spy(raw) } as Transaction)),
  } as unknown as PGlite;
}

beforeAll(async () => {
  database = await startPGlite('memory://');
  const connection = new Connection(spied(database));
  store = createStore(connection, 8);
  await store.migrate();
  rememberConnection(store as Store, connection);
  userStore = createUserStore(store as PGliteTenantStore);
  await database.exec(`
    INSERT INTO tool_schema (tool_id, server_id, name, input_schema, fingerprint, status, first_seen, updated_at)
      SELECT 's:' || n, 's', n, '{}', '', 'active', now(), now() FROM generate_series(1, ${rows}) AS n;
    DROP INDEX idx_tool_embedding_embedding;
    INSERT INTO tool_embedding SELECT 's:' || n, 'model', 'hash ' || n, ARRAY(SELECT random() FROM generate_series(1, 8 + n * 0))::vector, now()
      FROM generate_series(1, ${rows}) AS n;
    INSERT INTO tool_embedding_staged SELECT * FROM tool_embedding;
    INSERT INTO tool_embedding_former SELECT * FROM tool_embedding;
    INSERT INTO tool_dependency (from_tool_id, to_tool_id, source)
      SELECT 's:' || n, 's:' || n + 1, CASE WHEN n % 9 = 0 THEN 'user' ELSE 'learned' END FROM generate_series(1, ${rows}) AS n;
    INSERT INTO tool_dependency_retired (from_tool_id, to_tool_id, last_observed)
      SELECT 's:' || n, 's:' || n + 1, now() FROM generate_series(1, ${rows}) AS n;
    INSERT INTO workflow_execution (execution_id, executed_at, dag_structure, success, execution_time_ms)
      SELECT n, now() - n * interval '1 second', '{"version":1,"tasks":[]}', true, 0 FROM generate_series(1, ${rows}) AS n;
    INSERT INTO suggestion SELECT n, now() - n * interval '1 second', '', '[]' FROM generate_series(1, ${rows}) AS n;
    INSERT INTO config SELECT 'key ' || n, '0' FROM generate_series(1, ${rows}) AS n;
    INSERT INTO adaptive_config SELECT 'key ' || n, 0 FROM generate_series(1, ${rows}) AS n;
    INSERT INTO users (id, github_id, username, role)
      SELECT n, n, '', CASE n WHEN 1 THEN 'admin' WHEN 2 THEN 'admin' ELSE 'user' END FROM generate_series(1, ${rows}) AS n;
    INSERT INTO api_keys (id, user_id, prefix, hash, name, scopes, created_at)
      SELECT n, n, n, 'hash', '', '{}', now() FROM generate_series(1, ${rows}) AS n;
    INSERT INTO user_secrets SELECT n, 's', 'n', 1, 'old', '', '', now(), now() FROM generate_series(1, ${rows}) AS n;
    INSERT INTO user_mcp_configs SELECT n, 's', '{}', now(), now() FROM generate_series(1, ${rows}) AS n;
    INSERT INTO error_log (error_type, message) SELECT 'test', n FROM generate_series(1, ${rows}) AS n;
    CREATE INDEX idx_tool_embedding_embedding ON tool_embedding USING hnsw (embedding vector_cosine_ops);
    ANALYZE`);
});
afterAll(() => database.close());

const at = new Date('2026-11-28T06:00:00.000Z');
const half: ConfidenceOf = () => 0.5;
const [one, two] = ['s:1', 's:2'] as [ToolId, ToolId];
const page = { limit: 500 };
const after = { after: 's:7' as ToolId, limit: 500 };
const vector = Float32Array.from({ length: 8 }, (_, index) => index);
const tool = (toolId: ToolId): ToolRecord => ({
  toolId,
  serverId: 's',
  name: 'n',
  inputSchema: {},
  fingerprint: '',
  status: 'active',
  firstSeen: at,
  updatedAt: at,
});
const embedding = (toolId: ToolId): EmbeddingRecord => ({
  toolId,
  modelId: 'model',
  contentHash: 'other',
  embedding: vector,
  updatedAt: at,
});
const execution: ExecutionRecord = { id: 'new', executedAt: at, success: true, durationMs: 1, tasks: [] };
const counts = {
  observedCount: 1,
  successCount: 1,
  failureCount: 0,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
};
const profile = { githubId: '7', username: '', email: null, avatarUrl: null };
const newUser = { id: 'new', role: 'user', roleIfFirst: 'admin' } as const;
const user = { id: 'created', ...profile, githubId: null, role: 'user', createdAt: at, updatedAt: at } as const;
const apiKey = (id: string): ApiKeyRecord => ({
  id,
  userId: '7',
  prefix: id,
  hash: 'hash',
  name: '',
  scopes: {},
  createdAt: at,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  replacedBy: null,
});
const named = { userId: '7', server: 's', name: 'n' };
const bytes = new Uint8Array(1);
const written = { createdAt: at, updatedAt: at };
const secret = (version: number): SecretRecord => ({
  ...named,
  version,
  keyId: 'old',
  wrappedKey: bytes,
  ciphertext: bytes,
  ...written,
});
const increment = { from: one, to: two, ...counts, observedAt: at };

/** Every method of every port, as often as it has ways. Those that empty a table come last. */
const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  'tools.read': () => Promise.all([store.tools.read(page), store.tools.read(after)]),
  'tools.apply': () => store.tools.apply({ upsert: [tool(one), tool('s:new' as ToolId)], remove: [two], at }),
  'tools.purge': () => store.tools.purge!([two]),
  'embeddings.read': () => Promise.all([store.embeddings.read(page), store.embeddings.read(after)]),
  'embeddings.readStaged': () => Promise.all([store.embeddings.readStaged(page), store.embeddings.readStaged(after)]),
  'embeddings.find': () => store.embeddings.find({ modelId: 'model', contentHashes: ['hash 1', 'hash 2'] }),
  'embeddings.nearest': () => store.embeddings.nearest!({ vector, limit: 10 }),
  'embeddings.nearest of some': () => store.embeddings.nearest!({ vector, limit: 10, toolIds: [one, two] }),
  'embeddings.put': () => store.embeddings.put([embedding(one)]),
  'embeddings.stage': () => store.embeddings.stage([embedding(one)]),
  'edges.read': () =>
    Promise.all([store.edges.read(page), store.edges.read({ limit: 500, after: { from: one, to: two } })]),
  'edges.declare': () => store.edges.declare([{ from: one, to: two, source: 'user' }], () => 0.9),
  'edges.withdraw': () => store.edges.withdraw([{ from: one, to: two }], half),
  'executions.record': () => store.executions.record(execution, [increment], () => 0.7),
  'executions.read': () =>
    Promise.all([store.executions.read(page), store.executions.read({ after: '7', limit: 500 })]),
  'executions.append': () => store.executions.append!([{ ...execution, id: 'appended' }]),
  'retirement.oldest': () => store.retirement!.oldest({ before: new Date(), limit: 200 }),
  'retirement.retire': () => store.retirement!.retire([{ id: '3', increments: [increment] }], () => 0.3),
  'retirement.read': () =>
    Promise.all([store.retirement!.read(page), store.retirement!.read({ limit: 500, after: { from: one, to: two } })]),
  'retirement.insert': () => store.retirement!.insert([increment]),
  'retirement.remove': () => store.retirement!.remove([{ from: one, to: two }]),
  'executions.remove': () => store.executions.remove!(['1', '2']),
  'suggestions.get': () => store.suggestions!.get('1'),
  'suggestions.read': () =>
    Promise.all([store.suggestions!.read(page), store.suggestions!.read({ after: '7', limit: 9 })]),
  'suggestions.remove': () => store.suggestions!.remove(['1', '2']),
  'suggestions.put': () =>
    store.suggestions!.put([{ id: 'new', madeAt: at, toolIds: [] }], { atMost: rows, notBefore: new Date(0) }),
  'config.get': () => store.config.get('key 1'),
  'config.set': () => store.config.set('key 1', 1),
  'config.setIfAbsent': () => store.config.setIfAbsent('key 1', 1),
  'config.list': () => store.config.list('key 77'),
  'adaptiveConfig.read': () => store.adaptiveConfig!.read('key 77'),
  'adaptiveConfig.replace': () =>
    store.adaptiveConfig!.replace('key 77', [{ key: 'key 77', value: 1, updatedAt: at, samples: 1 }]),
  'errors.append': () => store.errors.append({ errorType: 'test', message: '', timestamp: at }),
  'errors.recent': () => store.errors.recent(9),
  'errors.prune': () => store.errors.prune!({ before: new Date(0), limit: 9 }),
  'errors.count': () => store.errors.count(),
  'users.signIn': () => userStore.users.signIn({ profile, at, newUser }),
  'users.signIn of a new user': () =>
    userStore.users.signIn({ profile: { ...profile, githubId: 'new' }, at, newUser, role: 'ops' }),
  'users.create': () => userStore.users.create(user),
  'users.get': () => userStore.users.get('7'),
  'users.list': () =>
    Promise.all([userStore.users.list({ limit: 500 }), userStore.users.list({ after: '7', limit: 500 })]),
  'users.setRole': () => userStore.users.setRole('1', 'ops', at),
  'users.setRole of the last admin': () => userStore.users.setRole('2', 'ops', at),
  'apiKeys.insert': () => userStore.apiKeys.insert(apiKey('new'), { limit: 9 }),
  'apiKeys.findByPrefix': () => userStore.apiKeys.findByPrefix('7'),
  'apiKeys.list': () => userStore.apiKeys.list('7'),
  'apiKeys.rotate': () =>
    userStore.apiKeys.rotate('7', 'new', { replacement: apiKey('newer'), expiresAt: new Date(at.getTime() + 1) }),
  'apiKeys.touch': () => userStore.apiKeys.touch('7', at),
  'apiKeys.rehash': () => userStore.apiKeys.rehash('7', { from: 'hash', to: 'other' }),
  'apiKeys.revoke': () => userStore.apiKeys.revoke('7', '7', at),
  'secrets.get': () => userStore.secrets.get(named),
  'secrets.list': () => Promise.all([userStore.secrets.list('7'), userStore.secrets.list('7', 's')]),
  'secrets.put': () => userStore.secrets.put(secret(2)),
  'secrets.put of a new one': () => userStore.secrets.put({ ...secret(1), name: 'new' }),
  'secrets.rewrap': () => userStore.secrets.rewrap(secret(2), { keyId: 'new', wrappedKey: bytes }),
  'secrets.listWrappedOtherwise': () =>
    Promise.all([
      userStore.secrets.listWrappedOtherwise('new', { limit: 500 }),
      userStore.secrets.listWrappedOtherwise('new', { after: named, limit: 500 }),
    ]),
  'secrets.remove': () => userStore.secrets.remove(named),
  'mcpConfigs.put': () => userStore.mcpConfigs.put({ userId: '7', server: 's', settings: {}, ...written }),
  'mcpConfigs.get': () => userStore.mcpConfigs.get('7', 's'),
  'mcpConfigs.list': () => userStore.mcpConfigs.list('7'),
  'mcpConfigs.remove': () => userStore.mcpConfigs.remove('7', 's'),
  'users.remove': () => userStore.users.remove('8'),
  migrate: () => store.migrate(),
  'embeddings.promote': () => store.embeddings.promote({ modelId: 'model', dimensions: 8 }),
  'embeddings.discardStaged': () => store.embeddings.discardStaged(),
  'edges.replaceObserved': () => store.edges.replaceObserved([increment], half),
};

test('no statement reads a growing table as a whole, but those that are named', async () => {
  for (const [name, call] of Object.entries(calls)) {
    operation = name;
    await call();
  }
  expect([...scans].sort()).toEqual(Object.keys(allowed).sort());
});

test('every method of the stores is among them', () => {
  const methods = Object.entries({ ...store, ...userStore }).flatMap(([port, members]) =>
    typeof members === 'object'
      ? Object.entries(members).flatMap(([name, member]) => (typeof member === 'function' ? `${port}.${name}` : []))
      : [],
  );
  const driven = Object.keys(calls).map((name) => name.split(' ')[0]!);
  expect([...new Set(driven)].sort()).toEqual([...methods, 'migrate'].sort());
});
