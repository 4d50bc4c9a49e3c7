import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: 'esm',
  target: 'node20',
  platform: 'neutral',
  dts: true,
  clean: true,
  treeshake: true,
  tsconfig: '../../tsconfig.base.json',
  external: [/^node:/],
});
