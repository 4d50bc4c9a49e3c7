import { createMemoryStore } from '@agentcards/core';
import { testStore } from '../src/vitest/index.js';

testStore(() => createMemoryStore(), {
  title: 'createMemoryStore',
  capabilities: ['adaptiveConfig', 'append', 'prune', 'purge', 'remove', 'retirement', 'suggestions'],
});
