import { eq, sql } from 'drizzle-orm';
import type { Database } from '../connection.js';
import { users } from '../schema/users.js';

/**
 * Lets nobody else change who there is until the transaction ends: what is decided by all of the users, such as who is
 * the first or the last admin, is no question of one row. To be called before anything else in the transaction.
 */
export async function lockUsers(database: Database): Promise<void> {
  await database.execute(sql`LOCK TABLE ${users} IN SHARE ROW EXCLUSIVE MODE`);
}

/** Lets nobody else change what a user has until the transaction ends, if they do this too. False: there is no such user. */
export async function lockUser(database: Database, id: string): Promise<boolean> {
  // Weaker than FOR UPDATE: foreign keys that refer to the user do not wait for it.
  const found = await database.select({ id: users.id }).from(users).where(eq(users.id, id)).for('no key update');
  return found.length > 0;
}
