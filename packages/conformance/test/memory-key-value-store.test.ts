import { createMemoryKeyValueStore } from '@agentcards/auth';
import { testKv } from '../src/auth/vitest/index.js';

testKv((_, clock) => createMemoryKeyValueStore({ clock }), { title: 'createMemoryKeyValueStore' });
