import type { ConformanceCase } from '../conformance-case.js';
import type { KvSubject } from './kv-subject.js';

/** What only some stores can be tried on. */
export type KvNeed = 'shared' | 'unreachable';

export type KvCase = ConformanceCase<KvSubject, KvNeed>;
