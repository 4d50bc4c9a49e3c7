import { createMemoryKeyValueStore } from '@agentcards/auth';
import { testKv } from '../src/auth/vitest.js';

testKv((_, clock) => createMemoryKeyValueStore({ clock }), { title: 'createMemoryKeyValueStore' });
