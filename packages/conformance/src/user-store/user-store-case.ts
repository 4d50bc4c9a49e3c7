import type { UserStore } from '@agentcards/auth';
import type { ConformanceCase } from '../conformance-case.js';

/** Tried on a store of its own, which is empty. */
export type UserStoreCase = ConformanceCase<UserStore>;
