import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    auth: 'src/auth/index.ts',
    'auth-node-test': 'src/auth/node-test.ts',
    'auth-vitest': 'src/auth/vitest.ts',
    index: 'src/index.ts',
    'node-test': 'src/node-test/index.ts',
    vitest: 'src/vitest/index.ts',
  },
  format: 'esm',
  target: 'node20',
  platform: 'neutral',
  dts: true,
  clean: true,
  treeshake: true,
  tsconfig: '../../tsconfig.base.json',
  external: [/^node:/],
  // tsup takes the prefix off otherwise, and without it this one does not exist.
  removeNodeProtocol: false,
});
