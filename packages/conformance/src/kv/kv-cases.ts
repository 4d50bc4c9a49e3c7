import { atomicityCases } from './atomicity-cases.js';
import { expiryCases } from './expiry-cases.js';
import type { KvCase } from './kv-case.js';
import { lifeCases } from './life-cases.js';
import { methodCases } from './method-cases.js';
import { textCases } from './text-cases.js';

/** What the `KeyValueStore` contract promises, each with a check that it is kept. */
export const kvCases: readonly KvCase[] = [
  ...textCases,
  ...methodCases,
  ...expiryCases,
  ...atomicityCases,
  ...lifeCases,
];
