import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', node: 'src/node/index.ts' },
  format: 'esm',
  target: 'node20',
  platform: 'neutral',
  // Runtimes other than Node know its modules by this name only.
  removeNodeProtocol: false,
  dts: true,
  clean: true,
  treeshake: true,
  tsconfig: '../../tsconfig.base.json',
  external: [/^node:/],
});
