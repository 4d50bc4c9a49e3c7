import type { EmbeddingRecord, EmbeddingStore, ToolId } from '@agentcards/core';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Connection, startPGlite } from '../connection.js';
import { allMigrations } from '../migrations/all-migrations.js';
import { applyMigrations } from '../migrations/apply-migrations.js';
import { fitVectorColumn } from '../vector-column.js';
import { createEmbeddingStore } from './embeddings.js';

const at = new Date('2026-11-23T06:00:00.123Z');
const toolCount = 300;
const toolId = (number: number) => `server:${String(number).padStart(4, '0')}` as ToolId;

let database: PGlite;
let connection: Connection;
beforeAll(async () => {
  database = await startPGlite('memory://');
  connection = new Connection(database);
  await connection.migrate((_database, raw) => applyMigrations(raw, allMigrations));
  await database.query(
    `INSERT INTO tool_schema (tool_id, server_id, name, input_schema, fingerprint, status, first_seen, updated_at)
     SELECT id, 'server', id, '{}', '', 'active', now(), now() FROM unnest($1::text[]) AS tools (id)`,
    [Array.from({ length: toolCount }, (_, number) => toolId(number))],
  );
});
afterAll(() => database.close());

async function openStore(dimensions: number): Promise<EmbeddingStore> {
  await database.exec('DELETE FROM tool_embedding');
  const column = await database.transaction((raw) => fitVectorColumn(raw, dimensions));
  return createEmbeddingStore(connection, { column, isSettled: true });
}

function record(number: number, embedding: Float32Array, contentHash = 'hash'): EmbeddingRecord {
  return { toolId: toolId(number), modelId: 'model', contentHash, embedding, updatedAt: at };
}

/** Points scattered over the sphere. */
function point(number: number, dimensions: number): Float32Array {
  const scattered = (index: number) => (Math.sin(number * 12.9898 + index * 78.233) * 43_758.5453) % 1;
  return Float32Array.from({ length: dimensions }, (_, index) => scattered(index));
}

async function indexDefinition(): Promise<unknown> {
  const { rows } = await database.query(
    "SELECT indexdef FROM pg_indexes WHERE indexname = 'idx_tool_embedding_embedding'",
  );
  return rows;
}

/** The nearest tool by cosine, as the index has it. */
async function nearest(embedding: Float32Array): Promise<string> {
  const query = 'SELECT tool_id FROM tool_embedding ORDER BY embedding <=> $1::vector LIMIT 1';
  const parameters = [`[${embedding.join(',')}]`];
  return database.transaction(async (raw) => {
    await raw.exec('SET LOCAL enable_seqscan = off');
    const plan = await raw.query(`EXPLAIN ${query}`, parameters);
    expect(JSON.stringify(plan.rows)).toContain('idx_tool_embedding_embedding');
    const { rows } = await raw.query<{ tool_id: string }>(query, parameters);
    return rows[0]!.tool_id;
  });
}

describe('vectors of 8 numbers', () => {
  let store: EmbeddingStore;
  beforeEach(async () => {
    store = await openStore(8);
  });

  test('come back bit by bit, by page', async () => {
    const records = [0, 1, 2].map((number) => record(number, point(number, 8)));
    await store.put(records);
    expect(await store.read({ limit: 2 })).toEqual(records.slice(0, 2));
    expect(await store.read({ after: toolId(1), limit: 2 })).toEqual(records.slice(2));
  });

  test('are replaced, and of two for one tool in one call the last counts', async () => {
    await store.put([record(0, point(0, 8)), record(1, point(1, 8))]);
    await store.put([record(1, point(2, 8), 'passing'), record(1, point(3, 8), 'last')]);
    expect(await store.read({ limit: 9 })).toEqual([record(0, point(0, 8)), record(1, point(3, 8), 'last')]);
  });

  test('are found by the index whether they came in bulk or one by one', async () => {
    const before = await indexDefinition();
    const records = Array.from({ length: toolCount }, (_, number) => record(number, point(number, 8)));
    await store.put(records.slice(0, 280));
    for (const late of records.slice(280)) await store.put([late]);
    await store.put([record(7, point(1_000, 8))]);
    expect(await indexDefinition()).toEqual(before);
    for (const number of [0, 150, 279, 280, 290, 299]) {
      expect(await nearest(point(number, 8))).toBe(toolId(number));
    }
    expect(await nearest(point(1_000, 8))).toBe(toolId(7));
  });

  test('of another length, or of a tool that is not there, are refused with all of their call', async () => {
    await expect(store.put([record(0, point(0, 8)), record(1, point(1, 7))])).rejects.toMatchObject({
      code: 'VECTOR_DIMENSION_MISMATCH',
      details: { stored: 8, given: 7 },
    });
    await expect(store.put([record(0, point(0, 8)), record(toolCount, point(1, 8))])).rejects.toMatchObject({
      code: 'STORE_OPERATION_FAILED',
    });
    expect(await store.read({ limit: 9 })).toEqual([]);
  });

  test('go with their tool', async () => {
    await store.put([record(299, point(299, 8))]);
    await database.query('DELETE FROM tool_schema WHERE tool_id = $1', [toolId(299)]);
    expect(await store.read({ limit: 9 })).toEqual([]);
  });
});

test('above 2000 numbers they are halves, rounded as pgvector rounds', async () => {
  const store = await openStore(2_001);
  const embedding = point(5, 2_001);
  await store.put([record(5, embedding)]);
  const [read] = await store.read({ limit: 1 });
  const { rows } = await database.query<{ rounded: string }>('SELECT $1::halfvec::vector::text AS rounded', [
    `[${embedding.join(',')}]`,
  ]);
  expect([...read!.embedding]).toEqual(Array.from(JSON.parse(rows[0]!.rounded) as number[], Math.fround));
  expect(await indexDefinition()).toEqual([{ indexdef: expect.stringContaining('halfvec_cosine_ops') }]);
});

test('a column that holds vectors keeps its dimension; an empty one takes another', async () => {
  const store = await openStore(16);
  await store.put([record(0, point(0, 16))]);
  const fit = (dimensions: number) => database.transaction((raw) => fitVectorColumn(raw, dimensions));
  expect(await fit(32)).toEqual({ type: 'vector', dimensions: 16 });
  expect(await fit(16)).toEqual({ type: 'vector', dimensions: 16 });
  await database.exec('DELETE FROM tool_embedding');
  expect(await fit(32)).toEqual({ type: 'vector', dimensions: 32 });
});
