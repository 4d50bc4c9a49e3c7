import { defineConfig } from 'vitest/config';

const source = (path: string) => new URL(`./packages/${path}`, import.meta.url).pathname;

export default defineConfig({
  test: {
    projects: [
      {
        // Beside the source, on the source: no build needed.
        resolve: {
          alias: [
            { find: '@agentcards/core/schemas', replacement: source('core/src/schemas/index.ts') },
            {
              find: '@agentcards/core/http-embedder',
              replacement: source('core/src/embedders/http-embedder/index.ts'),
            },
            { find: '@agentcards/core/transformers', replacement: source('core/src/embedders/transformers/index.ts') },
            { find: '@agentcards/auth/node', replacement: source('auth/src/node/index.ts') },
            { find: '@agentcards/auth', replacement: source('auth/src/index.ts') },
            { find: '@agentcards/conformance', replacement: source('conformance/src/index.ts') },
            { find: '@agentcards/core', replacement: source('core/src/index.ts') },
            { find: '@agentcards/embedder-static', replacement: source('embedder-static/src/index.ts') },
            { find: '@agentcards/graphrag', replacement: source('graphrag/src/index.ts') },
            { find: '@agentcards/store-pglite/users', replacement: source('store-pglite/src/users/index.ts') },
            { find: '@agentcards/store-pglite', replacement: source('store-pglite/src/index.ts') },
            { find: '@agentcards/mcp-adapter', replacement: source('mcp-adapter/src/index.ts') },
            { find: /^agentcards$/, replacement: source('agentcards/src/index.ts') },
          ],
        },
        test: {
          name: 'unit',
          include: ['{packages/*/src,packages/conformance/test,scripts}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Across packages, on what is built and published.
        test: {
          name: 'product',
          include: ['test/**/*.test.ts', 'bench/**/*.test.ts', 'examples/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
