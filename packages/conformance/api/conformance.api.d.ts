// index
export {
  checkEmbedder,
  checkStore,
  embedderSuite,
  expectContents,
  fillStore,
  storeCapabilities,
  storeSuite,
};
export type {
  CaseResult,
  CheckOptions,
  EmbedderCapability,
  EmbedderFactory,
  EmbedderSuiteOptions,
  OlderStore,
  StoreCapability,
  StoreFactory,
  StoreSuiteOptions,
  Suite,
  SuiteCase,
};

// auth
export {
  checkKv,
  checkUserStore,
  kvSuite,
  userStoreSuite,
};
export type {
  CaseResult,
  CheckOptions,
  KvFactory,
  KvSuiteOptions,
  Suite,
  SuiteCase,
  UserStoreFactory,
};

// auth/node-test
export {
  testKv,
  testUserStore,
};

// auth/vitest
export {
  testKv,
  testUserStore,
};

// node-test
export {
  testEmbedder,
  testStore,
};

// vitest
export {
  testEmbedder,
  testStore,
};

declare const embedderCapabilities: readonly [
    "cancellation"
];
declare const storeCapabilities: {
    readonly adaptiveConfig: {
        readonly isIn: (store: Store) => boolean;
        readonly without: "what is learned about the evidence itself is learned again after each start";
    };
    readonly append: {
        readonly isIn: (store: Store) => boolean;
        readonly without: "executions are imported one by one";
    };
    readonly nearest: {
        readonly isIn: (store: Store) => boolean;
        readonly without: "vectors are compared in memory, however many there are";
    };
    readonly persistence: {
        readonly isIn: undefined;
        readonly without: "everything ends with the process";
    };
    readonly prune: {
        readonly isIn: (store: Store) => boolean;
        readonly without: "the error log grows for good";
    };
    readonly purge: {
        readonly isIn: (store: Store) => boolean;
        readonly without: "removed tools stay in the store for good";
    };
    readonly remove: {
        readonly isIn: (store: Store) => boolean;
        readonly without: "forget() fails with STORE_CANNOT_FORGET";
    };
    readonly retirement: {
        readonly isIn: (store: Store) => boolean;
        readonly without: "all executions are kept";
    };
    readonly suggestions: {
        readonly isIn: (store: Store) => boolean;
        readonly without: "suggestions are kept in memory, and end with the process";
    };
};
declare function checkEmbedder(factory: EmbedderFactory, options?: EmbedderSuiteOptions & CheckOptions): Promise<readonly CaseResult[]>;
declare function checkKv(factory: KvFactory, options?: KvSuiteOptions & CheckOptions): Promise<readonly CaseResult[]>;
declare function checkStore(factory: StoreFactory, options?: StoreSuiteOptions & CheckOptions): Promise<readonly CaseResult[]>;
declare function checkUserStore(factory: UserStoreFactory, options?: CheckOptions): Promise<readonly CaseResult[]>;
declare function embedderSuite(factory: EmbedderFactory, options?: EmbedderSuiteOptions): Suite;
declare function expectContents(store: Store): Promise<void>;
declare function fillStore(store: Store): Promise<void>;
declare function kvSuite(factory: KvFactory, options?: KvSuiteOptions): Suite;
declare function storeSuite(factory: StoreFactory, options?: StoreSuiteOptions): Suite;
declare function testEmbedder(factory: EmbedderFactory, options?: EmbedderSuiteOptions & RunnerOptions): void;
declare function testKv(factory: KvFactory, options?: KvSuiteOptions & RunnerOptions): void;
declare function testStore(factory: StoreFactory, options?: StoreSuiteOptions & RunnerOptions): void;
declare function testUserStore(factory: UserStoreFactory, options?: RunnerOptions): void;
declare function userStoreSuite(factory: UserStoreFactory): Suite;
import '@agentcards/auth';
import '@agentcards/core';
import { Clock, KeyValueStore, UserStore } from '@agentcards/auth';
import { Embedder, Store } from '@agentcards/core';
import { Store } from '@agentcards/core';
interface CaseResult {
    readonly name: string;
    readonly promise: string;
    readonly outcome: "broken" | "kept" | "skipped";
    readonly error?: unknown;
    readonly reason?: string | undefined;
}
interface CheckOptions {
    readonly timeout?: number | undefined;
}
interface EmbedderSuiteOptions {
    readonly capabilities?: readonly EmbedderCapability[] | undefined;
    readonly tolerance?: number | undefined;
}
interface KvSuiteOptions {
    readonly atomicity?: KeyValueStore["atomicity"] | undefined;
    readonly unreachable?: KvFactory | undefined;
}
interface RunnerOptions {
    readonly title?: string | undefined;
    readonly timeout?: number | undefined;
}
interface StoreSuiteOptions {
    readonly capabilities?: readonly StoreCapability[] | undefined;
    readonly olderStores?: Readonly<Record<string, OlderStore>> | undefined;
}
interface SuiteCase {
    readonly name: string;
    readonly promise: string;
    readonly skip: string | undefined;
    readonly run: () => Promise<void>;
}
type EmbedderCapability = (typeof embedderCapabilities)[number];
type EmbedderFactory = () => Embedder | Promise<Embedder>;
type KvFactory = (name: string, clock: Clock) => KeyValueStore | Promise<KeyValueStore>;
type OlderStore = () => Promise<Store> | Store;
type StoreCapability = keyof typeof storeCapabilities;
type StoreFactory = (name: string) => Promise<Store> | Store;
type Suite = readonly SuiteCase[];
type UserStoreFactory = () => Promise<UserStore> | UserStore;