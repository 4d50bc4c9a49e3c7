import type { Expiry, KeyValueStore } from '../contracts/key-value-store.js';
import { closedError } from './failures.js';
import { endOf } from './lifetime.js';
import { successorOf } from './successor.js';

export interface Entry {
  readonly value: string;
  readonly expiresAt?: number | undefined;
}

/** What a method answers, and what is there from then on: the same object where it changes nothing. */
export interface Outcome<Answer> {
  readonly answer: Answer;
  readonly entry: Entry | undefined;
}

/** What a method makes of the entry that is in force. */
export type Step<Answer> = (entry: Entry | undefined) => Outcome<Answer>;

export interface SteppedStoreOptions {
  readonly atomicity: KeyValueStore['atomicity'];
  /** Takes a step on what is under a key, so that nothing comes between what it is given and what it leaves. */
  perform<Answer>(key: string, step: Step<Answer>): Promise<Answer>;
  /** Runs at the first `close()`. */
  close?(): void;
}

/** A key-value store for databases that cannot do more than read, and write if nothing has changed. */
export function createSteppedStore(options: SteppedStoreOptions): KeyValueStore {
  let isClosed = false;
  async function perform<Answer>(key: string, step: Step<Answer>): Promise<Answer> {
    if (isClosed) throw closedError();
    return options.perform(key, step);
  }
  return {
    specificationVersion: 1,
    atomicity: options.atomicity,
    get: (key) => perform(key, (entry) => ({ answer: entry?.value, entry })),
    set: async (key, value, expiry) => perform(key, setting(value, expiry)),
    delete: (key) => perform(key, (entry) => ({ answer: entry !== undefined, entry: undefined })),
    take: (key) => perform(key, (entry) => ({ answer: entry?.value, entry: undefined })),
    increment: async (key, expiry) => perform(key, incrementing(expiry)),
    setIfAbsent: async (key, value, expiry) => perform(key, settingIfAbsent(value, expiry)),
    async close() {
      if (!isClosed) options.close?.();
      isClosed = true;
    },
  };
}

function setting(value: string, expiry?: Expiry): Step<void> {
  const entry = { value, expiresAt: endOf(expiry) };
  return () => ({ answer: undefined, entry });
}

function incrementing(expiry?: Expiry): Step<number> {
  const created = { value: '0', expiresAt: endOf(expiry) };
  return (entry = created) => {
    const answer = successorOf(entry.value);
    return { answer, entry: { ...entry, value: String(answer) } };
  };
}

function settingIfAbsent(value: string, expiry?: Expiry): Step<boolean> {
  const created = { value, expiresAt: endOf(expiry) };
  return (entry) => ({ answer: entry === undefined, entry: entry ?? created });
}
