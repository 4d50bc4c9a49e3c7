import { expect, test } from 'vitest';
import { packageFolders, readManifest } from './repository.js';

/** The packages that users get: a new package, entry or dependency is a decision, and changes this page on purpose. */
const pins = {
  agentcards: {
    name: 'agentcards',
    exports: ['.', './package.json'],
    dependencies: [
      '@agentcards/core',
      '@agentcards/embedder-static',
      '@agentcards/graphrag',
      '@agentcards/store-pglite',
    ],
    peerDependencies: [],
  },
  auth: {
    name: '@agentcards/auth',
    exports: ['.', './deno-kv', './node', './redis', './unstorage', './package.json'],
    dependencies: ['@node-rs/argon2'],
    peerDependencies: [],
  },
  conformance: {
    name: '@agentcards/conformance',
    exports: ['.', './auth', './auth/node-test', './auth/vitest', './node-test', './vitest', './package.json'],
    dependencies: [],
    peerDependencies: ['@agentcards/auth', '@agentcards/core', 'vitest'],
  },
  core: {
    name: '@agentcards/core',
    exports: ['.', './schemas', './http-embedder', './transformers', './package.json'],
    dependencies: ['zod'],
    peerDependencies: ['@huggingface/transformers'],
  },
  'embedder-static': {
    name: '@agentcards/embedder-static',
    exports: [
      '.',
      './model/config.json',
      './model/scales.f32',
      './model/vectors.i8',
      './model/vocab.txt',
      './package.json',
    ],
    dependencies: [],
    peerDependencies: [],
  },
  graphrag: {
    name: '@agentcards/graphrag',
    exports: ['.', './package.json'],
    dependencies: ['porter2'],
    peerDependencies: [],
  },
  'mcp-adapter': {
    name: '@agentcards/mcp-adapter',
    exports: ['.', './package.json'],
    dependencies: ['@modelcontextprotocol/sdk', 'cross-spawn'],
    peerDependencies: ['@agentcards/core'],
  },
  'store-pglite': {
    name: '@agentcards/store-pglite',
    exports: ['.', './users', './package.json'],
    dependencies: ['@electric-sql/pglite', '@electric-sql/pglite-pgvector', 'drizzle-orm'],
    peerDependencies: ['@agentcards/auth', '@agentcards/core'],
  },
};

test('packages, entries and names of dependencies are the pinned ones', () => {
  const found = packageFolders.map((folder) => {
    const { name, exports, dependencies = {}, peerDependencies = {} } = readManifest(folder);
    const names = {
      name,
      exports: Object.keys(exports),
      dependencies: Object.keys(dependencies),
      peerDependencies: Object.keys(peerDependencies),
    };
    return [folder, names];
  });
  expect(Object.fromEntries(found)).toEqual(pins);
});

test.each(packageFolders)('%s: ESM only, free of side effects, types first, every version exact', (folder) => {
  const { type, sideEffects, engines, exports, dependencies = {} } = readManifest(folder);
  expect({ type, sideEffects, engines }).toEqual({
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.19.0' },
  });
  for (const target of Object.values(exports)) {
    if (typeof target === 'object') expect(Object.keys(target)).toEqual(['types', 'default']);
  }
  expect(Object.values(dependencies).filter((version) => !/^(workspace:\*|\d+\.\d+\.\d+)$/.test(version))).toEqual([]);
});
