import type { EdgeStore } from '@agentcards/core';
import { and, eq, ne } from 'drizzle-orm';
import type { Connection } from '../connection.js';
import { toolDependency } from '../schema/tool-dependency.js';
import { addIncrements, isOneOf, noCounters, writeConfidences } from './edge-increments.js';
import { readPage } from './read-page.js';
import { chunked } from './rows.js';
import { strongerSource, strongestByPair } from './strongest-source.js';

const { from, to, source, observedCount } = toolDependency;

export function createEdgeStore(connection: Connection): EdgeStore {
  return {
    declare: (edges, confidenceOf) =>
      connection.transaction('edges.declare', async (database) => {
        for (const rows of chunked(strongestByPair(edges))) {
          const declared = await database
            .insert(toolDependency)
            .values(rows)
            .onConflictDoUpdate({ target: [from, to], set: { source: strongerSource } })
            .returning();
          await writeConfidences(database, declared, confidenceOf);
        }
      }),

    withdraw: (pairs, confidenceOf) =>
      connection.transaction('edges.withdraw', async (database) => {
        const declared = and(isOneOf(pairs), ne(source, 'learned'));
        const deleted = await database
          .delete(toolDependency)
          .where(and(declared, eq(observedCount, 0)))
          .returning({ from });
        const kept = await database.update(toolDependency).set({ source: 'learned' }).where(declared).returning();
        await writeConfidences(database, kept, confidenceOf);
        return deleted.length + kept.length;
      }),

    replaceObserved: (increments, confidenceOf) =>
      connection.transaction('edges.replaceObserved', async (database) => {
        await database.delete(toolDependency).where(eq(source, 'learned'));
        const declared = await database
          .update(toolDependency)
          .set({ ...noCounters, lastObserved: null })
          .returning();
        await writeConfidences(database, declared, confidenceOf);
        await addIncrements(database, increments, confidenceOf);
      }),

    read: ({ after, limit, signal }) =>
      connection.transaction(
        'edges.read',
        (_database, raw) => {
          const key = [[from, after?.from] as const, [to, after?.to] as const];
          return readPage(raw, toolDependency, { key, limit });
        },
        signal,
      ),
  };
}
