import type { SignedInProfile } from '../contracts/user-store.js';

/** Who may sign in: whoever is in one of the lists, and nobody where there is none. */
export interface AllowList {
  /** GitHub logins. A login that its owner gave up can be taken by somebody else: ids cannot. */
  readonly logins?: readonly string[] | undefined;
  /** GitHub's numeric ids. */
  readonly ids?: readonly string[] | undefined;
  /** Active members of these organisations, by login. Asks GitHub for the scope `read:org`. */
  readonly organizations?: readonly string[] | undefined;
  /** Verified addresses, or `@example.com` for all of a domain. Asks GitHub for the scope `user:email`. */
  readonly emails?: readonly string[] | undefined;
}

/** What is known of somebody who wants in. */
export interface Applicant {
  readonly profile: SignedInProfile;
  readonly emails: readonly string[];
  readonly organizations: readonly string[];
}

/** Fails closed: an applicant who is in no list is out, and so is everybody where all lists are empty. */
export function isAllowed({ profile, emails, organizations }: Applicant, list: AllowList): boolean {
  return (
    contains(list.ids, profile.githubId) ||
    contains(list.logins, profile.username) ||
    organizations.some((login) => contains(list.organizations, login)) ||
    emails.some((email) => contains(list.emails, email) || contains(list.emails, email.slice(email.lastIndexOf('@'))))
  );
}

/**
 * Logins and addresses ignore the case of the 26 letters, as GitHub does, and of nothing else: a letter that merely
 * looks like another, or becomes it when case is folded by Unicode (K, the Kelvin sign), is another.
 */
export function contains(list: readonly string[] | undefined, name: string): boolean {
  const folded = foldAscii(name);
  return list?.some((each) => foldAscii(each) === folded) ?? false;
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}
