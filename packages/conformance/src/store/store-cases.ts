import { confidenceCases } from './confidence-cases.js';
import { configCases } from './config-cases.js';
import { edgeCases } from './edge-cases.js';
import { embeddingCases } from './embedding-cases.js';
import { errorCases } from './error-cases.js';
import { executionCases } from './execution-cases.js';
import { lifeCases } from './life-cases.js';
import { pagingCases } from './paging-cases.js';
import { retirementCases } from './retirement-cases.js';
import type { StoreCase } from './store-case.js';
import { suggestionCases } from './suggestion-cases.js';
import { toolCases } from './tool-cases.js';

/** What the `Store` contract promises, each with a check that it is kept. */
export const storeCases: readonly StoreCase[] = [
  ...lifeCases,
  ...pagingCases,
  ...toolCases,
  ...embeddingCases,
  ...edgeCases,
  ...confidenceCases,
  ...executionCases,
  ...retirementCases,
  ...suggestionCases,
  ...configCases,
  ...errorCases,
];
