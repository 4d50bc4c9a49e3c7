import type { Clock, KeyValueStore } from '@agentcards/auth';
import { createHandTurnedClock, type HandTurnedClock } from './hand-turned-clock.js';

/**
 * Opens the key-value store of a name (letters, digits, hyphens) with this clock; one of a name that is new is empty. It
 * is opened twice by one name only where the store is `shared`: as by two processes then, each with a client of its own.
 */
export type KvFactory = (name: string, clock: Clock) => KeyValueStore | Promise<KeyValueStore>;

/** What the cases are given: stores to try things on, which are closed when the case is over. */
export interface KvSubject {
  readonly atomicity: KeyValueStore['atomicity'];
  /** The clock of all stores. */
  readonly clock: HandTurnedClock;
  /** Opens a store; without a name an empty one. */
  open(name?: string): Promise<KeyValueStore>;
  /** Opens an empty store as all those do that may use it at the same time: two where it is shared. */
  openAll(): Promise<readonly [KeyValueStore, ...KeyValueStore[]]>;
  /** Opens a store whose database does not answer. */
  openUnreachable(): Promise<KeyValueStore>;
  /** A name that no other case uses. */
  newName(): string;
}

interface Factories {
  readonly atomicity: KeyValueStore['atomicity'];
  readonly factory: KvFactory;
  readonly unreachable: KvFactory | undefined;
}

/** Runs work with a subject of its own, and closes whatever it opened. */
export async function withKvSubject<Result>(
  { atomicity, factory, unreachable }: Factories,
  work: (subject: KvSubject) => Promise<Result>,
): Promise<Result> {
  const opened: KeyValueStore[] = [];
  const clock = createHandTurnedClock(Date.UTC(2030, 0));
  const newName = () => `conformance-${++names}-${Date.now().toString(36)}`;
  async function openBy(from: KvFactory, name: string): Promise<KeyValueStore> {
    const store = await from(name, clock);
    opened.push(store);
    return store;
  }
  const open = (name = newName()) => openBy(factory, name);
  async function openAll(): Promise<readonly [KeyValueStore, ...KeyValueStore[]]> {
    const name = newName();
    return atomicity === 'shared' ? [await open(name), await open(name)] : [await open(name)];
  }
  const openUnreachable = () => openBy(unreachable ?? factory, newName());
  try {
    return await work({ atomicity, clock, newName, open, openAll, openUnreachable });
  } finally {
    await Promise.all(opened.map((store) => store.close()));
  }
}

let names = 0;
