import type { defineConfig } from 'tsup';

/** How every package is built; its `entry` aside. */
export const libraryBuild = {
  format: 'esm',
  target: 'node20',
  // Keeps the builds honest about Node's modules, which stay imports.
  platform: 'neutral',
  external: [/^node:/],
  // Runtimes other than Node know its modules by this name only, and Node some of them.
  removeNodeProtocol: false,
  dts: true,
  clean: true,
  treeshake: true,
  tsconfig: '../../tsconfig.base.json',
} as const satisfies Parameters<typeof defineConfig>[0];
