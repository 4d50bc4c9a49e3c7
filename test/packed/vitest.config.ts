import { dirname } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Apart from `npm test` because it installs from the registry: `pnpm smoke`, and a step of .ci/run. */
export default defineConfig({
  test: {
    name: 'packed',
    // Absolute, for vitest reads a relative one from where it was started.
    dir: dirname(import.meta.dirname),
    include: ['**/*.smoke.ts'],
    globalSetup: './pack.ts',
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Whole installations and whole processes: more at once than cores only makes each slower.
    fileParallelism: false,
  },
});
