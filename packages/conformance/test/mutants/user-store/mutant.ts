import type { ApiKeyRecord, UserRecord, UserStore } from '@agentcards/auth';
import { user } from '../../../src/user-store/samples.js';

export interface UserStoreMutant {
  /** Name of a case that has to find it. */
  readonly foundBy: string;
  readonly spoil: (right: UserStore) => UserStore;
}

export type UserStoreMutants = Readonly<Record<string, UserStoreMutant>>;

export const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

export function everyone({ users }: UserStore): Promise<readonly UserRecord[]> {
  return users.list({ limit: 1_000_000 });
}

export async function everyKey(store: UserStore): Promise<ApiKeyRecord[]> {
  const keys = (await everyone(store)).map(({ id }) => store.apiKeys.list(id));
  return (await Promise.all(keys)).flat();
}

/** Adds the user that a row needs. */
export async function addUser({ users }: UserStore, id: string): Promise<void> {
  await users.create({ ...user(0), id, githubId: null });
}

let ghosts = 0;

/** Does what the last admin may not, beside another one that is there for as long. */
export async function unguarded<Result>({ users }: UserStore, work: () => Promise<Result>): Promise<Result> {
  const id = `ghost ${ghosts++}`;
  await users.create({ ...user(0), id, githubId: null, role: 'admin' });
  const result = await work();
  await users.remove(id);
  return result;
}
