import type { SuggestionRecord, SuggestionStore } from '@agentcards/core';
import { asc, desc, eq, gt, inArray, lt } from 'drizzle-orm';
import type { Connection } from '../connection.js';
import { suggestion } from '../schema/suggestion.js';
import { chunked, lastByKey, present, removeByIds } from './rows.js';

export function createSuggestionStore(connection: Connection): SuggestionStore {
  return {
    put: (suggestions, { atMost, notBefore }) =>
      connection.transaction('suggestions.put', async (database) => {
        // The first of equal ids stays, as it would in two calls.
        const distinct = lastByKey([...suggestions].reverse(), ({ id }) => id);
        for (const rows of chunked(distinct)) await database.insert(suggestion).values(rows).onConflictDoNothing();
        await database.delete(suggestion).where(lt(suggestion.madeAt, notBefore));
        const tooMany = database
          .select({ id: suggestion.id })
          .from(suggestion)
          .orderBy(desc(suggestion.madeAt), desc(suggestion.id))
          .offset(atMost);
        await database.delete(suggestion).where(inArray(suggestion.id, tooMany));
      }),

    get: (id) =>
      connection.transaction('suggestions.get', async (database) => {
        const [row] = await database.select().from(suggestion).where(eq(suggestion.id, id));
        return row && fromRow(row);
      }),

    read: ({ after, limit, signal }) =>
      connection.transaction(
        'suggestions.read',
        async (database) => {
          const rows = await database
            .select()
            .from(suggestion)
            .where(after === undefined ? undefined : gt(suggestion.id, after))
            .orderBy(asc(suggestion.id))
            .limit(limit);
          return rows.map(fromRow);
        },
        signal,
      ),

    remove: (ids) =>
      connection.transaction('suggestions.remove', (database) => removeByIds(database, suggestion, suggestion.id, ids)),
  };
}

function fromRow(row: typeof suggestion.$inferSelect): SuggestionRecord {
  return present(row);
}
