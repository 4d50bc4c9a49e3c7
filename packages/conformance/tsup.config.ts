import { defineConfig } from 'tsup';
import { libraryBuild } from '../../tsup.base.js';

export default defineConfig({
  ...libraryBuild,
  entry: {
    auth: 'src/auth/index.ts',
    'auth-node-test': 'src/auth/node-test.ts',
    'auth-vitest': 'src/auth/vitest.ts',
    index: 'src/index.ts',
    'node-test': 'src/node-test/index.ts',
    vitest: 'src/vitest/index.ts',
  },
});
