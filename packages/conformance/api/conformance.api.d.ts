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
declare function checkEmbedder(factory: EmbedderFactory, options?: EmbedderSuiteOptions): Promise<readonly CaseResult[]>;
declare function checkStore(factory: StoreFactory, options?: StoreSuiteOptions): Promise<readonly CaseResult[]>;
declare function embedderSuite(factory: EmbedderFactory, options?: EmbedderSuiteOptions): Suite;
declare function expectContents(store: Store): Promise<void>;
declare function fillStore(store: Store): Promise<void>;
declare function storeSuite(factory: StoreFactory, options?: StoreSuiteOptions): Suite;
declare function testEmbedder(factory: EmbedderFactory, options?: EmbedderSuiteOptions & RunnerOptions): void;
declare function testStore(factory: StoreFactory, options?: StoreSuiteOptions & RunnerOptions): void;
import '@agentcards/core';
import { Embedder, Store } from '@agentcards/core';
import { Store } from '@agentcards/core';
interface CaseResult {
    readonly name: string;
    readonly promise: string;
    readonly outcome: "broken" | "kept" | "skipped";
    readonly error?: unknown;
    readonly reason?: string | undefined;
}
interface EmbedderSuiteOptions {
    readonly capabilities?: readonly EmbedderCapability[] | undefined;
    readonly tolerance?: number | undefined;
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
type EmbedderCapability = "cancellation";
type EmbedderFactory = () => Embedder | Promise<Embedder>;
type OlderStore = () => Promise<Store> | Store;
type StoreCapability = keyof typeof storeCapabilities;
type StoreFactory = (name: string) => Promise<Store> | Store;
type Suite = readonly SuiteCase[];