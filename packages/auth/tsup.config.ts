import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    'deno-kv': 'src/kv/deno-kv/index.ts',
    index: 'src/index.ts',
    node: 'src/node/index.ts',
    redis: 'src/kv/redis/index.ts',
    unstorage: 'src/kv/unstorage/index.ts',
  },
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
