import type { Store } from '@agentcards/core';
import type { StoreCapability } from './capabilities.js';

/**
 * Opens the store of a name (letters, digits, hyphens). One that was opened before by this name, and closed, has what was
 * written to it, where the store is persistent; one of a name that is new is empty. It need not be migrated. Where the length
 * of vectors is settled by who opens the store, it has to be 3.
 */
export type StoreFactory = (name: string) => Store | Promise<Store>;

/** What the cases are given: stores to try things on, which are closed when the case is over. */
export interface StoreSubject {
  readonly capabilities: ReadonlySet<StoreCapability>;
  /** Opens and migrates a store; without a name an empty one. */
  open(name?: string): Promise<Store>;
  /** The same before it is migrated. */
  openUnmigrated(name?: string): Promise<Store>;
  /** A name that no other case uses. */
  newName(): string;
}

/** Runs work with a subject of its own, and closes whatever it opened. */
export async function withSubject<Result>(
  factory: StoreFactory,
  capabilities: ReadonlySet<StoreCapability>,
  work: (subject: StoreSubject) => Promise<Result>,
): Promise<Result> {
  const opened: Store[] = [];
  const newName = () => `conformance-${++names}-${Date.now().toString(36)}`;
  async function openUnmigrated(name = newName()): Promise<Store> {
    const store = await factory(name);
    opened.push(store);
    return store;
  }
  async function open(name?: string): Promise<Store> {
    const store = await openUnmigrated(name);
    await store.migrate();
    return store;
  }
  try {
    return await work({ capabilities, newName, open, openUnmigrated });
  } finally {
    await Promise.all(opened.map((store) => store.close()));
  }
}

let names = 0;
