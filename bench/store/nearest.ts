/**
 * The path of large catalogues: how often the store's HNSW index misses one of the ten nearest tools, how long a query
 * takes, and how long the index takes to build. Through the public store, on its real database. Times are CPU time of
 * this process, in which PGlite runs, so that other programs on the machine count little.
 *
 *     pnpm bench:nearest [--tools 50000]
 *
 * Vectors are those of embedder-static for the tools of ../shared/bench; more tools than there are texts are made by
 * noise around them (cosine to the original about .86). Queries are intents of the sets, embedded the same way.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type EmbeddingRecord, embeddingText, type ToolRecord, toToolId } from '@agentcards/core';
import { createStaticEmbedder } from '@agentcards/embedder-static';
import { openPGliteStore } from '../../packages/store-pglite/src/index.js';
import { createRandom } from '../random.js';

const { values } = parseArgs({ options: { tools: { type: 'string', default: '50000' } } });
const count = Number(values.tools);
const queries = 200;
const random = createRandom(1);
const at = new Date();

const loaded = await loadVectors();
if (loaded === undefined) {
  console.log('skipped: ../shared/bench is not here, and vectors of random texts would say nothing about recall');
  process.exit();
}
const { texts, documents, intents } = loaded;
const dimensions = documents[0]!.length;
const vectors = spread(documents, count);
console.log(`${count} tools of ${dimensions} dimensions: ${texts} real texts, the others by noise around them`);

await using store = await openPGliteStore({ dataDir: 'memory://', dimensions });
await store.migrate();
const ids = vectors.map((_, index) => toToolId(`server${index % 100}`, `tool${index}`));
await store.tools.apply({ upsert: ids.map(toTool), remove: [], at });

const records = vectors.map((embedding, index): EmbeddingRecord => {
  return { toolId: ids[index]!, modelId: 'bench', contentHash: String(index), embedding, updatedAt: at };
});
const building = await seconds(() => store.embeddings.put(records));
console.log(`written and indexed in one call: ${building.toFixed(1)} s`);

const { nearest } = store.embeddings;
if (nearest === undefined) throw new Error('The store has no index.');
const times: number[] = [];
let found = 0;
for (const vector of intents) {
  const expected = new Set(exact(vector, 10));
  const start = cpuMilliseconds();
  const answer = await nearest({ vector, limit: 200 });
  times.push(cpuMilliseconds() - start);
  found += answer.slice(0, 10).filter(({ toolId }) => expected.has(ids.indexOf(toolId))).length;
}
times.sort((a, b) => a - b);
const at50 = times[times.length >> 1]!;
const at95 = times[Math.floor(times.length * 0.95)]!;
console.log(`recall@10 ${(found / (10 * intents.length)).toFixed(4)} over ${intents.length} queries`);
console.log(`200 nearest by the index: p50 ${at50.toFixed(2)} ms, p95 ${at95.toFixed(2)} ms`);

for (const share of [0.01, 0.1, 1]) {
  const toolIds = ids.slice(0, Math.round(count * share));
  const times: number[] = [];
  for (const vector of intents.slice(0, 9)) {
    times.push(1_000 * (await seconds(() => nearest({ vector, limit: 200, toolIds }))));
  }
  times.sort((a, b) => a - b);
  console.log(`200 nearest of ${toolIds.length} permitted tools, exactly: p50 ${times[4]!.toFixed(1)} ms`);
}

function toTool(toolId: ToolRecord['toolId']): ToolRecord {
  const [serverId, toolName] = toolId.split(':') as [string, string];
  const fields = { inputSchema: {}, fingerprint: '', status: 'active', firstSeen: at, updatedAt: at } as const;
  return { toolId, serverId, name: toolName, ...fields };
}

function exact(query: Float32Array, limit: number): number[] {
  const cosines = vectors.map((vector) => dot(vector, query));
  const order = cosines.map((_, index) => index).sort((a, b) => cosines[b]! - cosines[a]!);
  return order.slice(0, limit);
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!;
  return sum;
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : vector;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = cpuMilliseconds();
  await work();
  return (cpuMilliseconds() - start) / 1_000;
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** As many vectors as asked for: the given ones, then noisy copies of them. */
function spread(originals: readonly Float32Array[], size: number): Float32Array[] {
  return Array.from({ length: size }, (_, index) => {
    const original = originals[index % originals.length]!;
    if (index < originals.length) return original;
    const noise = 0.6 / Math.sqrt(original.length / 3);
    return unit(original.map((value) => value + noise * (2 * random() - 1)));
  });
}

async function loadVectors(): Promise<
  { texts: number; documents: Float32Array[]; intents: Float32Array[] } | undefined
> {
  const sets = new URL('../../../shared/bench/', import.meta.url);
  if (!existsSync(sets)) return undefined;
  const texts = new Set<string>();
  const asked: string[] = [];
  for (const set of readdirSync(sets)) {
    for (const row of lines(new URL(`${set}/tools.jsonl`, sets))) {
      texts.add(embeddingText({ ...row, inputSchema: row.inputSchema ?? {} } as unknown as ToolRecord));
    }
    asked.push(...lines(new URL(`${set}/queries.jsonl`, sets)).map(({ query }) => String(query)));
  }
  const embedder = await createStaticEmbedder();
  const step = Math.max(1, Math.floor(asked.length / queries));
  const chosen = asked.filter((_, index) => index % step === 0).slice(0, queries);
  return {
    texts: texts.size,
    documents: [...texts].map((text) => embedder.embedText(text)),
    intents: chosen.map((text) => embedder.embedText(text)),
  };
}

function lines(file: URL): Record<string, unknown>[] {
  if (!existsSync(file)) return [];
  const rows = readFileSync(file, 'utf8').split('\n');
  return rows.filter((row) => row !== '').map((row) => JSON.parse(row) as Record<string, unknown>);
}
