/**
 * Ways of vectors into and out of PGlite, with the HNSW index of the store on the column. Times are CPU milliseconds of
 * this process, in which PGlite runs, so that other programs on the machine count little.
 *
 *     pnpm bench:vectors
 */
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { copyBinary } from '../../packages/store-pglite/src/encoding/copy-binary.js';
import { decodeVector, encodeVector } from '../../packages/store-pglite/src/encoding/vector.js';
import { createRandom } from '../random.js';

const stored = 1_000;
const random = createRandom(1);
const database = await PGlite.create({ extensions: { vector } });
await database.exec('CREATE EXTENSION vector');

const buildIndex =
  'CREATE INDEX nearest ON item USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64)';

interface Row {
  readonly id: string;
  readonly embedding: Float32Array;
}

const write: Record<string, (transaction: Transaction, rows: readonly Row[]) => Promise<unknown>> = {
  'INSERT of text': async (transaction, rows) => {
    for (let start = 0; start < rows.length; start += 100) {
      const chunk = rows.slice(start, start + 100);
      const places = chunk.map((_, index) => `($${2 * index + 1}, $${2 * index + 2})`);
      await transaction.query(
        `INSERT INTO item VALUES ${places} ON CONFLICT (id) DO UPDATE SET embedding = excluded.embedding`,
        chunk.flatMap(({ id, embedding }) => [id, `[${embedding.join(',')}]`]),
      );
    }
  },
  'COPY, staged': async (transaction, rows) => {
    await transaction.exec('CREATE TEMP TABLE staged (id text, embedding vector) ON COMMIT DROP');
    await copy(transaction, 'staged', rows);
    await transaction.exec(
      'INSERT INTO item SELECT * FROM staged ON CONFLICT (id) DO UPDATE SET embedding = excluded.embedding',
    );
  },
  'DELETE and COPY': async (transaction, rows) => {
    await transaction.query('DELETE FROM item WHERE id = ANY ($1)', [rows.map(({ id }) => id)]);
    await copy(transaction, 'item', rows);
  },
  'the same, index rebuilt': async (transaction, rows) => {
    await transaction.exec('DROP INDEX nearest');
    await transaction.query('DELETE FROM item WHERE id = ANY ($1)', [rows.map(({ id }) => id)]);
    await copy(transaction, 'item', rows);
    await transaction.exec(buildIndex);
  },
};

const read: Record<string, () => Promise<Float32Array[]>> = {
  'SELECT of text': () => select('embedding::text', (text) => Float32Array.from(JSON.parse(text) as number[])),
  'SELECT of vector_send, base64': () => select("encode(vector_send(embedding), 'base64')", decodeVector),
  'COPY TO': async () => {
    const { blob } = await database.query("COPY item TO '/dev/blob' WITH (FORMAT binary)");
    const bytes = Buffer.from(await blob!.arrayBuffer());
    const vectors: Float32Array[] = [];
    for (let offset = 19; bytes.readInt16BE(offset) >= 0; ) {
      offset += 2;
      offset += 4 + bytes.readInt32BE(offset);
      const length = bytes.readInt32BE(offset);
      vectors.push(decodeVector(bytes.toString('base64', offset + 4, offset + 4 + length)));
      offset += 4 + length;
    }
    return vectors;
  },
};

function copy(transaction: Transaction, table: string, rows: readonly Row[]): Promise<unknown> {
  const encoder = new TextEncoder();
  const fields = rows.map(({ id, embedding }) => [encoder.encode(id), encodeVector(embedding, 'vector')]);
  const blob = new Blob([copyBinary(fields)]);
  return transaction.query(`COPY ${table} FROM '/dev/blob' WITH (FORMAT binary)`, [], { blob });
}

async function select(expression: string, decode: (text: string) => Float32Array): Promise<Float32Array[]> {
  const { rows } = await database.query<{ value: string }>(`SELECT id, ${expression} AS value FROM item ORDER BY id`);
  return rows.map(({ value }) => decode(value));
}

/** Vectors near a plane of 32 dimensions, as embeddings of tools are: random ones are the worst case of HNSW. */
function createRows(prefix: string, count: number, dimensions: number): Row[] {
  const axes = Array.from({ length: 32 }, () => Float32Array.from({ length: dimensions }, () => random() - 0.5));
  return Array.from({ length: count }, (_, index) => {
    const weights = axes.map(() => random() - 0.5);
    const embedding = new Float32Array(dimensions).map((_zero, column) =>
      axes.reduce((sum, axis, row) => sum + axis[column]! * weights[row]!, 0),
    );
    const length = Math.hypot(...embedding);
    return { id: `${prefix}${index}`, embedding: embedding.map((value) => value / length) };
  });
}

async function cpuMilliseconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

async function prepare(dimensions: number): Promise<void> {
  await database.exec(
    `DROP TABLE IF EXISTS item; CREATE TABLE item (id text PRIMARY KEY, embedding vector(${dimensions}) NOT NULL)`,
  );
  const rows = createRows('stored', stored, dimensions);
  await database.transaction((transaction) => copy(transaction, 'item', rows));
  await database.exec(buildIndex);
}

console.log(`CPU ms to write into ${stored} vectors with an index, median`);
for (const dimensions of [256, 1_024]) {
  for (const [name, way] of Object.entries(write)) {
    await prepare(dimensions);
    const cells: string[] = [];
    for (const [count, repetitions] of [
      [1, 9],
      [32, 3],
      [1_000, 1],
    ] as const) {
      const times: number[] = [];
      for (let repetition = 0; repetition < repetitions; repetition++) {
        const rows = createRows(`${count}-${repetition}-`, count, dimensions);
        times.push(await cpuMilliseconds(() => database.transaction((transaction) => way(transaction, rows))));
      }
      cells.push(`${count}: ${median(times).toFixed(1)}`.padStart(15));
    }
    console.log(`  ${dimensions} d  ${name.padEnd(26)}${cells.join('')}`);
  }
}

await prepare(1_024);
console.log(`CPU ms to read ${stored} vectors of 1024 d, median of 5`);
for (const [name, way] of Object.entries(read)) {
  const times: number[] = [];
  for (let repetition = 0; repetition < 5; repetition++) times.push(await cpuMilliseconds(way));
  console.log(`  ${name.padEnd(34)}${median(times).toFixed(1)}`);
}
await database.close();
