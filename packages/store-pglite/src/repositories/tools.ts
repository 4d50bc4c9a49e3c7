import type { ToolStore } from '@agentcards/core';
import { and, eq, inArray } from 'drizzle-orm';
import type { Connection } from '../connection.js';
import { toolSchema } from '../schema/tool-schema.js';
import { readPage } from './read-page.js';
import { chunked, excluded, lastByKey, longRowsChunk } from './rows.js';

/** Every column that a later definition replaces: all but the id and `firstSeen`. */
const replaced = excluded(toolSchema, [
  'serverId',
  'name',
  'title',
  'description',
  'inputSchema',
  'outputSchema',
  'annotations',
  'fingerprint',
  'status',
  'updatedAt',
]);

export function createToolStore(connection: Connection): ToolStore {
  return {
    apply: ({ upsert, remove, at }) =>
      connection.transaction('tools.apply', async (database) => {
        for (const rows of chunked(
          lastByKey(upsert, ({ toolId }) => toolId),
          longRowsChunk,
        )) {
          await database
            .insert(toolSchema)
            .values(rows)
            .onConflictDoUpdate({ target: toolSchema.toolId, set: replaced });
        }
        for (const toolIds of chunked(remove)) {
          await database
            .update(toolSchema)
            .set({ status: 'removed', updatedAt: at })
            .where(inArray(toolSchema.toolId, toolIds));
        }
      }),

    read: ({ after, limit, signal }) =>
      connection.transaction(
        'tools.read',
        (_database, raw) => readPage(raw, toolSchema, { key: [[toolSchema.toolId, after]], limit }),
        signal,
      ),

    purge: (toolIds) =>
      connection.transaction('tools.purge', async (database) => {
        const { toolId, status } = toolSchema;
        let purged = 0;
        for (const some of chunked(new Set(toolIds))) {
          const isRemoved = and(inArray(toolId, some), eq(status, 'removed'));
          purged += (await database.delete(toolSchema).where(isRemoved).returning({ toolId })).length;
        }
        return purged;
      }),
  };
}
