import type { ErrorStore } from '@agentcards/core';
import { asc, desc, getTableColumns, inArray, lt } from 'drizzle-orm';
import type { Connection } from '../connection.js';
import { errorLog } from '../schema/error-log.js';
import { present } from './rows.js';

const { id, ...contents } = getTableColumns(errorLog);

export function createErrorStore(connection: Connection): ErrorStore {
  return {
    append: (error) =>
      connection.transaction('errors.append', async (database) => {
        await database.insert(errorLog).values(error);
      }),

    recent: (limit) =>
      connection.transaction('errors.recent', async (database) => {
        const rows = await database.select(contents).from(errorLog).orderBy(desc(id)).limit(limit);
        return rows.map(present);
      }),

    count: () => connection.transaction('errors.count', (database) => database.$count(errorLog)),

    prune: ({ before, limit }) =>
      connection.transaction('errors.prune', async (database) => {
        const { timestamp } = errorLog;
        const old = database.select({ id }).from(errorLog).where(lt(timestamp, before)).orderBy(asc(id)).limit(limit);
        const pruned = await database.delete(errorLog).where(inArray(id, old)).returning({ id });
        return pruned.length;
      }),
  };
}
