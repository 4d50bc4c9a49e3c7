import type { ConfigStore, JsonValue } from '@agentcards/core';
import { asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Connection, Database } from '../connection.js';
import { encodeJson } from '../encoding/json.js';
import { encodeText } from '../encoding/text.js';
import { config } from '../schema/config.js';
import { excluded } from './rows.js';

export function createConfigStore(connection: Connection): ConfigStore {
  return {
    get: (key) => connection.transaction('config.get', (database) => read(database, key)),

    set: (key, value) =>
      connection.transaction('config.set', async (database) => {
        await database
          .insert(config)
          .values({ key, value: json(value) })
          .onConflictDoUpdate({ target: config.key, set: excluded(config, ['value']) });
      }),

    setIfAbsent: (key, value) =>
      connection.transaction('config.setIfAbsent', async (database) => {
        await database
          .insert(config)
          .values({ key, value: json(value) })
          .onConflictDoNothing();
        return (await read(database, key)) as JsonValue;
      }),

    list: (prefix) =>
      connection.transaction('config.list', (database) =>
        database
          .select()
          .from(config)
          .where(sql`starts_with(${config.key}, ${encodeText(prefix)})`)
          .orderBy(asc(config.key)),
      ),
  };
}

async function read(database: Database, key: string): Promise<JsonValue | undefined> {
  const [row] = await database.select({ value: config.value }).from(config).where(eq(config.key, key));
  return row?.value;
}

/** Past Drizzle, which takes the JSON value null for NULL. */
function json(value: JsonValue): SQL {
  return sql`${encodeJson(value)}::jsonb`;
}
