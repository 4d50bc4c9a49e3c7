import type { Role } from './contracts/user-store.js';

/** What happened, for a log that is kept. No secret, token, cookie, key or e-mail address is in any. */
export type AuditEvent = { readonly at: Date; readonly address: string | null } & (
  | { readonly type: 'sign-in.succeeded'; readonly userId: string; readonly sessionId: string }
  /** `code` is one of docs/errors.md: what `onSignIn` threw may be of another of our packages. */
  | { readonly type: 'sign-in.failed'; readonly code: string }
  | { readonly type: 'sign-out'; readonly userId: string }
  | { readonly type: 'request.rejected'; readonly code: string }
  | { readonly type: 'session.revoked'; readonly userId: string; readonly sessionId: string | 'all' }
  | { readonly type: 'user.created'; readonly userId: string; readonly role: Role }
  | { readonly type: 'role.changed'; readonly userId: string; readonly role: Role }
  | { readonly type: 'user.removed'; readonly userId: string }
  | {
      readonly type: 'api-key.created' | 'api-key.revoked';
      readonly userId: string;
      readonly keyId: string;
    }
  | { readonly type: 'api-key.rotated'; readonly userId: string; readonly keyId: string; readonly replacedBy: string }
);

type WithoutFrame<Event> = Event extends unknown ? Omit<Event, 'at' | 'address'> : never;
export type AuditFacts = WithoutFrame<AuditEvent>;
