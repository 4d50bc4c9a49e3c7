import { apiKeyCases } from './api-key-cases.js';
import { lifeCases } from './life-cases.js';
import { mcpConfigCases } from './mcp-config-cases.js';
import { secretCases } from './secret-cases.js';
import { userCases } from './user-cases.js';
import type { UserStoreCase } from './user-store-case.js';

/** What the `UserStore` contract promises, each with a check that it is kept. */
export const userStoreCases: readonly UserStoreCase[] = [
  ...lifeCases,
  ...userCases,
  ...apiKeyCases,
  ...secretCases,
  ...mcpConfigCases,
];
