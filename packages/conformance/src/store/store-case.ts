import type { ConformanceCase } from '../conformance-case.js';
import type { StoreCapability } from './capabilities.js';
import type { StoreSubject } from './store-subject.js';

export type StoreCase = ConformanceCase<StoreSubject, StoreCapability>;
