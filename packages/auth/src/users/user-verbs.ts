import type { VerifiedKeys } from '../api-keys/verified-keys.js';
import type { AuditFacts } from '../audit-events.js';
import type { Auth } from '../auth.js';
import type { Clock, RandomBytes } from '../contracts/environment.js';
import type { Role, UserChange, UserRecord, UserStore } from '../contracts/user-store.js';
import { randomId } from '../crypto/random.js';
import { AuthError } from '../errors/auth-error.js';
import { are, assertMembers, isOneOf, isText, isWholeNumber, optional } from '../input/check.js';
import type { Sessions } from '../sessions/sessions.js';

const isRole = isOneOf(...(['user', 'ops', 'admin'] satisfies readonly Role[]));
const isUsername = are(
  '1 to 100 characters, none of them a control character',
  (name) => typeof name === 'string' && /^\P{Cc}{1,100}$/u.test(name),
);

export function createUserVerbs(options: {
  readonly store: UserStore['users'];
  readonly sessions: Sessions;
  readonly verified: VerifiedKeys;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly report: (facts: AuditFacts) => void;
}): Auth['users'] {
  const { store, sessions, verified, clock, randomBytes, report } = options;
  return {
    async get(id) {
      isText(id, 'id');
      return store.get(id);
    },

    async list(page = {}) {
      assertMembers('The page', page, { after: optional(isText), limit: optional(isWholeNumber(1, 1_000)) });
      const { after, limit = 100 } = page;
      return store.list({ after, limit });
    },

    async create(request) {
      assertMembers('The user', request, { username: isUsername, role: optional(isRole) });
      const { username, role = 'user' } = request;
      const at = new Date(clock.now());
      const id = randomId(randomBytes);
      const user: UserRecord = {
        id,
        githubId: null,
        username,
        email: null,
        avatarUrl: null,
        role,
        createdAt: at,
        updatedAt: at,
      };
      if (!(await store.create(user))) {
        throw new AuthError(
          'USER_STORE_FAILED',
          'The id of the new user is taken: the source of randomness repeats itself.',
        );
      }
      report({ type: 'user.created', userId: id, role });
      return user;
    },

    async setRole(id, role) {
      isText(id, 'id');
      isRole(role, 'role');
      assertChanged(await store.setRole(id, role, new Date(clock.now())).finally(() => verified.dropUser(id)));
      report({ type: 'role.changed', userId: id, role });
    },

    async remove(id) {
      isText(id, 'id');
      assertChanged(await store.remove(id).finally(() => verified.dropUser(id)));
      await sessions.revokeAll(id);
      report({ type: 'user.removed', userId: id });
    },
  };
}

function assertChanged(change: UserChange): void {
  if (change === 'changed') return;
  if (change === 'unknown') throw new AuthError('USER_UNKNOWN', 'There is no such user.');
  throw new AuthError('LAST_ADMIN', 'This is the only administrator.', { hint: 'Make somebody else one first.' });
}
