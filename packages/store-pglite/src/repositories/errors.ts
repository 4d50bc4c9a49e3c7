import type { ErrorStore } from '@agentcards/core';
import { desc, getTableColumns } from 'drizzle-orm';
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
  };
}
