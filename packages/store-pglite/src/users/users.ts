import type { UserChange, Users } from '@agentcards/auth';
import { and, asc, eq, gt, ne } from 'drizzle-orm';
import type { Database } from '../connection.js';
import { excluded } from '../repositories/rows.js';
import { users } from '../schema/users.js';
import { lockUsers } from './lock.js';
import type { Transact } from './transact.js';

const { id: userId, role: userRole } = users;

export function createUsers(transact: Transact): Users {
  return {
    signIn: ({ profile, at, newUser, role }) =>
      transact('users.signIn', async (database) => {
        await lockUsers(database);
        const [anyone] = await database.select({ userId }).from(users).limit(1);
        const ownRole = role ?? (anyone ? newUser.role : newUser.roleIfFirst);
        const { githubId, username, email, avatarUrl } = profile;
        const renewed = excluded(users, ['username', 'email', 'avatarUrl', 'updatedAt']);
        const [user] = await database
          .insert(users)
          .values({ id: newUser.id, githubId, username, email, avatarUrl, role: ownRole, createdAt: at, updatedAt: at })
          .onConflictDoUpdate({
            target: users.githubId,
            set: role === undefined ? renewed : { ...renewed, ...excluded(users, ['role']) },
          })
          .returning();
        return user!;
      }),

    create: (user) =>
      transact('users.create', async (database) => {
        const created = await database.insert(users).values(user).onConflictDoNothing().returning({ userId });
        return created.length > 0;
      }),

    get: (id) =>
      transact('users.get', async (database) => {
        const [user] = await database.select().from(users).where(eq(userId, id));
        return user;
      }),

    list: ({ after, limit }) =>
      transact('users.list', (database) =>
        database
          .select()
          .from(users)
          .where(after === undefined ? undefined : gt(userId, after))
          .orderBy(asc(userId))
          .limit(limit),
      ),

    setRole: (id, role, at) =>
      transact('users.setRole', async (database) => {
        await lockUsers(database);
        const change = await changeOf(database, id, role === 'admin');
        if (change === 'changed') await database.update(users).set({ role, updatedAt: at }).where(eq(userId, id));
        return change;
      }),

    remove: (id) =>
      transact('users.remove', async (database) => {
        await lockUsers(database);
        const change = await changeOf(database, id, false);
        if (change === 'changed') await database.delete(users).where(eq(userId, id));
        return change;
      }),
  };
}

/** What a change of a user would be, while nobody else can change any. */
async function changeOf(database: Database, id: string, isAdminAfterwards: boolean): Promise<UserChange> {
  const [user] = await database.select({ userRole }).from(users).where(eq(userId, id));
  if (!user) return 'unknown';
  if (user.userRole !== 'admin' || isAdminAfterwards) return 'changed';
  const isAnotherAdmin = and(eq(userRole, 'admin'), ne(userId, id));
  const [other] = await database.select({ userId }).from(users).where(isAnotherAdmin).limit(1);
  return other ? 'changed' : 'last-admin';
}
