import { createMemoryUserStore } from '@agentcards/auth';
import { testUserStore } from '../src/auth/vitest.js';

testUserStore(() => createMemoryUserStore(), { title: 'createMemoryUserStore' });
