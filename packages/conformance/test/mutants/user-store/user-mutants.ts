import type { SecretRecord } from '@agentcards/auth';
import { spoiled } from '../spoiled.js';
import { everyone, nextTurn, type UserStoreMutants, unguarded } from './mutant.js';

const inSeconds = (date: Date) => new Date(Math.floor(date.getTime() / 1_000) * 1_000);

export const userMutants: UserStoreMutants = {
  'takes null for an empty text': {
    foundBy: 'users: every field comes back, of any text, and null where it is null',
    spoil: (right) =>
      spoiled(right, { users: { create: (user) => right.users.create({ ...user, email: user.email ?? '' }) } }),
  },
  'keeps times in seconds': {
    foundBy: 'users: times keep their milliseconds, from the first year to the last',
    spoil: (right) =>
      spoiled(right, {
        users: { create: (user) => right.users.create({ ...user, createdAt: inSeconds(user.createdAt) }) },
      }),
  },
  'gives the first user the role of new ones': {
    foundBy:
      'users: whoever signs in for the first time is created with the role of new users, the very first with theirs',
    spoil: (right) =>
      spoiled(right, {
        users: {
          signIn: ({ newUser, ...signIn }) =>
            right.users.signIn({ ...signIn, newUser: { ...newUser, roleIfFirst: newUser.role } }),
        },
      }),
  },
  'looks whether there is a user, and signs in in another transaction': {
    foundBy: 'users: of 32 first users at the same time one gets the role of the first',
    spoil: (right) =>
      spoiled(right, {
        users: {
          async signIn({ newUser, ...signIn }) {
            const isFirst = (await right.users.list({ limit: 1 })).length === 0;
            await nextTurn();
            const role = isFirst ? newUser.roleIfFirst : newUser.role;
            return right.users.signIn({ ...signIn, newUser: { ...newUser, role, roleIfFirst: role } });
          },
        },
      }),
  },
  'leaves the name that a user had at first': {
    foundBy: 'users: one who was renamed at GitHub stays who they are, under the new name',
    spoil: (right) =>
      spoiled(right, {
        users: {
          async signIn(signIn) {
            const known = (await everyone(right)).find(({ githubId }) => githubId === signIn.profile.githubId);
            const { username } = known ?? signIn.profile;
            return right.users.signIn({ ...signIn, profile: { ...signIn.profile, username } });
          },
        },
      }),
  },
  'knows users by their names': {
    foundBy: 'users: one who takes the former name of another is somebody else',
    spoil: (right) =>
      spoiled(right, {
        users: {
          async signIn(signIn) {
            const known = (await everyone(right)).find(({ username }) => username === signIn.profile.username);
            const githubId = known?.githubId ?? signIn.profile.githubId;
            return right.users.signIn({ ...signIn, profile: { ...signIn.profile, githubId } });
          },
        },
      }),
  },
  'gives a role to new users only': {
    foundBy: 'users: a sign-in that comes with a role gives it, and one without leaves the role',
    spoil: (right) =>
      spoiled(right, {
        users: {
          async signIn(signIn) {
            const isKnown = (await everyone(right)).some(({ githubId }) => githubId === signIn.profile.githubId);
            return right.users.signIn(isKnown ? { ...signIn, role: undefined } : signIn);
          },
        },
      }),
  },
  'gives a known user the role of new ones': {
    foundBy: 'users: a sign-in that comes with a role gives it, and one without leaves the role',
    spoil: (right) =>
      spoiled(right, {
        users: {
          async signIn(signIn) {
            const isKnown = (await everyone(right)).some(({ githubId }) => githubId === signIn.profile.githubId);
            return right.users.signIn(isKnown ? { role: signIn.newUser.role, ...signIn } : signIn);
          },
        },
      }),
  },
  'looks for the user, and creates one in another transaction': {
    foundBy: 'users: of 32 sign-ins of one GitHub id at the same time one creates the user',
    spoil: (right) =>
      spoiled(right, {
        users: {
          async signIn(signIn) {
            const isKnown = (await everyone(right)).some(({ githubId }) => githubId === signIn.profile.githubId);
            await nextTurn();
            if (isKnown) return right.users.signIn(signIn);
            const { profile, newUser, at } = signIn;
            const user = { id: newUser.id, ...profile, role: newUser.role, createdAt: at, updatedAt: at };
            await right.users.create({ ...user, githubId: null });
            return user;
          },
        },
      }),
  },
  'says of what was there that it was created': {
    foundBy: 'users: an id and a GitHub id are taken once',
    spoil: (right) => spoiled(right, { users: { create: (user) => right.users.create(user).then(() => true) } }),
  },
  'has one user without a GitHub id': {
    foundBy: 'users: an id and a GitHub id are taken once',
    spoil: (right) =>
      spoiled(right, {
        users: {
          create: async (user) =>
            !(await everyone(right)).some(({ githubId }) => githubId === null && user.githubId === null) &&
            right.users.create(user),
        },
      }),
  },
  'begins a page with the last row of the one before': {
    foundBy: 'users: pages go on after an id, whether it is there or not',
    spoil: (right) =>
      spoiled(right, {
        users: {
          list: async ({ after = '', limit }) =>
            (await everyone(right)).filter(({ id }) => id >= after).slice(0, limit),
        },
      }),
  },
  'demotes the only admin': {
    foundBy: 'users: a role changes, but not that of the only admin to another',
    spoil: (right) =>
      spoiled(right, {
        users: { setRole: (id, role, at) => unguarded(right, () => right.users.setRole(id, role, at)) },
      }),
  },
  'counts the admins, and changes the role in another transaction': {
    foundBy: 'users: of 32 admins who step back at the same time one stays',
    spoil: (right) =>
      spoiled(right, {
        users: {
          async setRole(id, role, at) {
            const admins = (await everyone(right)).filter((user) => user.role === 'admin');
            await nextTurn();
            if (admins.length < 2) return right.users.setRole(id, role, at);
            return unguarded(right, () => right.users.setRole(id, role, at));
          },
        },
      }),
  },
  'removes the only admin': {
    foundBy: 'users: of 32 admins who leave or step back at the same time one stays',
    spoil: (right) => spoiled(right, { users: { remove: (id) => unguarded(right, () => right.users.remove(id)) } }),
  },
  'leaves the secrets of whoever goes': {
    foundBy: 'users: whoever goes takes along what is theirs, and nothing of others',
    spoil: (right) => {
      const left: SecretRecord[] = [];
      return spoiled(right, {
        users: {
          async remove(id) {
            const secrets = await right.secrets.listWrappedOtherwise('', { limit: 1_000 });
            left.push(...secrets.filter(({ userId }) => userId === id));
            return right.users.remove(id);
          },
          async create(user) {
            const isCreated = await right.users.create(user);
            for (const secret of left) if (secret.userId === user.id) await right.secrets.put(secret);
            return isCreated;
          },
        },
      });
    },
  },
  'removes the keys of everybody': {
    foundBy: 'users: whoever goes takes along what is theirs, and nothing of others',
    spoil: (right) =>
      spoiled(right, {
        users: {
          async remove(id) {
            const others = (await everyone(right)).filter((user) => user.id !== id);
            const change = await right.users.remove(id);
            for (const user of change === 'changed' ? others : []) {
              await unguarded(right, () => right.users.remove(user.id));
              await right.users.create(user);
            }
            return change;
          },
        },
      }),
  },
};
