import type { Store } from '@agentcards/core';

interface Capability {
  /** Whether a store has it; undefined where only a trial can tell. */
  readonly isIn: ((store: Store) => boolean) | undefined;
  /** What AgentCards does with a store that lacks it. */
  readonly without: string;
}

/** What a store may lack, and what AgentCards does then. */
export const storeCapabilities = {
  adaptiveConfig: {
    isIn: (store) => store.adaptiveConfig !== undefined,
    without: 'what is learned about the evidence itself is learned again after each start',
  },
  append: {
    isIn: (store) => store.executions.append !== undefined,
    without: 'executions are imported one by one',
  },
  nearest: {
    isIn: (store) => store.embeddings.nearest !== undefined,
    without: 'vectors are compared in memory, however many there are',
  },
  persistence: {
    isIn: undefined,
    without: 'everything ends with the process',
  },
  prune: {
    isIn: (store) => store.errors.prune !== undefined,
    without: 'the error log grows for good',
  },
  purge: {
    isIn: (store) => store.tools.purge !== undefined,
    without: 'removed tools stay in the store for good',
  },
  remove: {
    isIn: (store) => store.executions.remove !== undefined,
    without: 'forget() fails with STORE_CANNOT_FORGET',
  },
  retirement: {
    isIn: (store) => store.retirement !== undefined,
    without: 'all executions are kept',
  },
  suggestions: {
    isIn: (store) => store.suggestions !== undefined,
    without: 'suggestions are kept in memory, and end with the process',
  },
} as const satisfies Record<string, Capability>;

/** Something that a store may have or lack. `persistence`: a store of the same name has what was written before. */
export type StoreCapability = keyof typeof storeCapabilities;
