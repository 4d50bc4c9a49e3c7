import type { AdaptiveConfigStore } from '@agentcards/core';
import { sql } from 'drizzle-orm';
import type { Connection } from '../connection.js';
import { encodeText } from '../encoding/text.js';
import { adaptiveConfig } from '../schema/adaptive-config.js';
import { chunked, lastByKey } from './rows.js';

export function createAdaptiveConfigStore(connection: Connection): AdaptiveConfigStore {
  return {
    read: (prefix) =>
      connection.transaction('adaptiveConfig.read', (database) =>
        database.select().from(adaptiveConfig).where(startsWith(prefix)),
      ),

    replace: (prefix, values) =>
      connection.transaction('adaptiveConfig.replace', async (database) => {
        await database.delete(adaptiveConfig).where(startsWith(prefix));
        for (const rows of chunked(lastByKey(values, ({ key }) => key))) {
          await database.insert(adaptiveConfig).values(rows);
        }
      }),
  };
}

function startsWith(prefix: string) {
  return sql`starts_with(${adaptiveConfig.key}, ${encodeText(prefix)})`;
}
