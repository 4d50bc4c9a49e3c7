import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { testStore } from '@agentcards/conformance/node-test';
import { createSqliteStore } from './sqlite-store.js';

const directory = mkdtempSync(join(tmpdir(), 'agentcards-sqlite-'));
after(() => rmSync(directory, { recursive: true }));

testStore((name) => createSqliteStore(join(directory, `${name}.db`)), {
  title: 'a store in SQLite',
  capabilities: ['adaptiveConfig', 'append', 'persistence', 'prune', 'purge', 'remove', 'retirement', 'suggestions'],
});
