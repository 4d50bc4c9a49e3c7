import { initial } from './0001-initial.js';
import { stagedVectors } from './0002-staged-vectors.js';
import { formerVectors } from './0003-former-vectors.js';
import { suggestions } from './0004-suggestions.js';
import { adaptiveConfig } from './0005-adaptive-config.js';
import { stagedContent } from './0006-staged-content.js';
import { retiredDependency } from './0007-retired-dependency.js';
import { users } from './0008-users.js';
import type { Migration } from './migration.js';

/** The database's history, oldest first. Append only. */
export const allMigrations: readonly Migration[] = [
  initial,
  stagedVectors,
  formerVectors,
  suggestions,
  adaptiveConfig,
  stagedContent,
  retiredDependency,
  users,
];
