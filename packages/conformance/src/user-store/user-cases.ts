import type { UserStore } from '@agentcards/auth';
import { expectEqual } from '../expect.js';
import { after, apiKey, hostileText, id, mcpConfig, race, secret, signIn, tally, user } from './samples.js';
import type { UserStoreCase } from './user-store-case.js';

const everyone = async ({ users }: UserStore) => users.list({ limit: 1_000 });
const admins = async (store: UserStore) => (await everyone(store)).filter(({ role }) => role === 'admin');

export const userCases: readonly UserStoreCase[] = [
  {
    name: 'users: every field comes back, of any text, and null where it is null',
    promise: 'Values come back equal',
    async check({ users }) {
      const rows = [
        user(1, { username: hostileText, email: hostileText, avatarUrl: hostileText, role: 'ops' }),
        user(2, { githubId: null, email: null, avatarUrl: null }),
        user(3, { githubId: null, username: '', email: '', avatarUrl: '' }),
        user(4, { githubId: '__proto__', username: '__proto__', updatedAt: after(1) }),
      ];
      for (const row of rows) expectEqual(await users.create(row), true, 'users.create');
      for (const row of rows) expectEqual(await users.get(row.id), row);
      expectEqual(await users.get(id(5)), undefined, 'users.get');
    },
  },
  {
    name: 'users: times keep their milliseconds, from the first year to the last',
    promise: 'times of the years 1 to 9999 to the millisecond',
    async check({ users }) {
      const times = ['0001-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'];
      for (const [index, time] of times.entries()) {
        const row = user(index, { createdAt: new Date(time), updatedAt: after(index) });
        await users.create(row);
        expectEqual(await users.get(row.id), row);
      }
    },
  },
  {
    name: 'users: whoever signs in for the first time is created with the role of new users, the very first with theirs',
    promise: 'The role where there is no other user yet',
    async check({ users }) {
      expectEqual(await users.signIn(signIn(1)), user(1, { role: 'admin' }));
      expectEqual(await users.signIn(signIn(2)), user(2));
      expectEqual(await users.get(id(1)), user(1, { role: 'admin' }));
      expectEqual(await users.get(id(2)), user(2));
    },
  },
  {
    name: 'users: of 32 first users at the same time one gets the role of the first',
    promise: 'of two first users at the same time one gets it',
    async check(store) {
      const signedIn = await race((index) => store.users.signIn(signIn(index)));
      expectEqual(signedIn.filter(({ role }) => role === 'admin').length, 1, 'signed in as admin');
      expectEqual((await admins(store)).length, 1, 'rows of admins');
      expectEqual((await everyone(store)).length, 32, 'rows of everyone');
    },
  },
  {
    name: 'users: one who was renamed at GitHub stays who they are, under the new name',
    promise: "name, e-mail and picture are the profile's from then on",
    async check(store) {
      await store.users.create(user(1, { role: 'ops' }));
      const profile = { githubId: '1', username: 'renamed', email: null, avatarUrl: 'https://avatars.example.com/new' };
      const renamed = await store.users.signIn(signIn(9, { profile, at: after(5) }));
      expectEqual(renamed, user(1, { ...profile, role: 'ops', updatedAt: after(5) }));
      expectEqual(await everyone(store), [renamed]);
    },
  },
  {
    name: 'users: one who takes the former name of another is somebody else',
    promise: 'names change hands, and no two users need to have different ones',
    async check(store) {
      await store.users.signIn(signIn(1));
      const { username, email } = user(1);
      const profile = { githubId: '2', username, email, avatarUrl: null };
      expectEqual(await store.users.signIn(signIn(2, { profile })), user(2, profile));
      expectEqual(await everyone(store), [user(1, { role: 'admin' }), user(2, profile)]);
    },
  },
  {
    name: 'users: a sign-in that comes with a role gives it, and one without leaves the role',
    promise: 'The role from now on, of a new user and of a known one.',
    async check({ users }) {
      expectEqual((await users.signIn(signIn(1, { role: 'ops' }))).role, 'ops', 'users.signIn, its role');
      expectEqual((await users.signIn(signIn(2, { role: 'admin' }))).role, 'admin', 'users.signIn, its role');
      expectEqual((await users.signIn(signIn(1, { role: 'admin' }))).role, 'admin', 'users.signIn, its role');
      expectEqual((await users.signIn(signIn(1))).role, 'admin', 'users.signIn, its role');
      expectEqual((await users.get(id(1)))?.role, 'admin', 'users.get, its role');
    },
  },
  {
    name: 'users: of 32 sign-ins of one GitHub id at the same time one creates the user',
    promise: 'of callers at the same time one creates the user',
    async check(store) {
      const { profile } = signIn(1);
      const signedIn = await race((index) => store.users.signIn(signIn(index, { profile })));
      expectEqual(new Set(signedIn.map((row) => row.id)).size, 1, 'users');
      expectEqual(await everyone(store), [{ ...user(1, { role: 'admin' }), id: signedIn[0]!.id }]);
    },
  },
  {
    name: 'users: an id and a GitHub id are taken once',
    promise: 'False where the id or the GitHub id is taken, and nothing was written.',
    async check(store) {
      const created = await race((index) => store.users.create(user(1, { username: `caller ${index}` })));
      expectEqual(tally(created), { true: 1, false: 31 });
      const before = await everyone(store);
      expectEqual(await store.users.create(user(1, { githubId: 'other' })), false, 'users.create');
      expectEqual(await store.users.create(user(2, { githubId: '1' })), false, 'users.create');
      expectEqual(await everyone(store), before);
      expectEqual(await store.users.create(user(3, { githubId: null })), true, 'users.create');
      expectEqual(await store.users.create(user(4, { githubId: null })), true, 'null is no id that could be taken');
    },
  },
  {
    name: 'users: pages go on after an id, whether it is there or not',
    promise: 'Users with an id greater than `after`, ascending, at most `limit`',
    async check({ users }) {
      for (const number of [5, 1, 9, 3, 7]) await users.create(user(number));
      const numbers = async (page: { after?: string; limit: number }) =>
        (await users.list(page)).map((row) => Number(row.githubId));
      expectEqual(await numbers({ limit: 9 }), [1, 3, 5, 7, 9]);
      expectEqual(await numbers({ limit: 2 }), [1, 3]);
      expectEqual(await numbers({ limit: 2, after: id(3) }), [5, 7]);
      expectEqual(await numbers({ limit: 9, after: id(4) }), [5, 7, 9]);
      expectEqual(await numbers({ limit: 9, after: id(9) }), []);
    },
  },
  {
    name: 'users: a role changes, but not that of the only admin to another',
    promise: 'Changes the role, unless the user is the only admin and would be none.',
    async check({ users }) {
      await users.create(user(1, { role: 'admin' }));
      await users.create(user(2));
      expectEqual(await users.setRole(id(1), 'ops', after(1)), 'last-admin', 'users.setRole');
      expectEqual(await users.get(id(1)), user(1, { role: 'admin' }));
      expectEqual(await users.setRole(id(1), 'admin', after(2)), 'changed', 'stays the admin');
      expectEqual(await users.setRole(id(2), 'ops', after(3)), 'changed', 'users.setRole');
      expectEqual(await users.get(id(2)), user(2, { role: 'ops', updatedAt: after(3) }));
      expectEqual(await users.setRole(id(2), 'admin', after(4)), 'changed', 'users.setRole');
      expectEqual(await users.setRole(id(1), 'user', after(5)), 'changed', 'users.setRole');
      expectEqual(await users.get(id(1)), user(1, { role: 'user', updatedAt: after(5) }));
      expectEqual(await users.setRole(id(3), 'admin', after(6)), 'unknown', 'users.setRole');
    },
  },
  {
    name: 'users: of 32 admins who step back at the same time one stays',
    promise: '`last-admin` changed nothing, since nobody would be left to undo it.',
    async check(store) {
      await race((index) => store.users.create(user(index, { role: 'admin' })));
      const changes = await race((index) => store.users.setRole(id(index), 'user', after(1)));
      expectEqual(tally(changes), { changed: 31, 'last-admin': 1 });
      expectEqual((await admins(store)).length, 1, 'rows of admins');
    },
  },
  {
    name: 'users: of 32 admins who leave or step back at the same time one stays',
    promise: 'unless the user is the only admin.',
    async check(store) {
      await race((index) => store.users.create(user(index, { role: 'admin' })));
      const changes = await race((index) =>
        index % 2 === 0 ? store.users.remove(id(index)) : store.users.setRole(id(index), 'user', after(1)),
      );
      expectEqual(tally(changes), { changed: 31, 'last-admin': 1 });
      const [last, ...others] = await admins(store);
      expectEqual(others.length, 0, 'others that were answered so');
      expectEqual(await store.users.remove(last!.id), 'last-admin', 'users.remove');
      expectEqual(await store.users.get(last!.id), last);
    },
  },
  {
    name: 'users: whoever goes takes along what is theirs, and nothing of others',
    promise: 'Removes a user with all keys, secrets and settings',
    async check({ users, apiKeys, secrets, mcpConfigs }) {
      for (const number of [1, 2]) {
        await users.create(user(number));
        await apiKeys.insert(apiKey(number, number), { limit: 9 });
        await secrets.put(secret('token', number));
        await mcpConfigs.put(mcpConfig('server', number));
      }
      expectEqual(await users.remove(id(1)), 'changed', 'users.remove');
      expectEqual(await users.remove(id(1)), 'unknown', 'users.remove');
      expectEqual(await users.get(id(1)), undefined, 'users.get');
      expectEqual(await apiKeys.findByPrefix(apiKey(1).prefix), undefined, 'apiKeys.findByPrefix');
      expectEqual(await users.create(user(1)), true, 'users.create');
      expectEqual(await apiKeys.list(id(1)), []);
      expectEqual(await secrets.get(secret('token')), undefined, 'secrets.get');
      expectEqual(await mcpConfigs.get(id(1), 'server'), undefined, 'mcpConfigs.get');
      expectEqual(await apiKeys.list(id(2)), [apiKey(2, 2)]);
      expectEqual(await secrets.get(secret('token', 2)), secret('token', 2));
      expectEqual(await mcpConfigs.list(id(2)), [mcpConfig('server', 2)]);
    },
  },
];
