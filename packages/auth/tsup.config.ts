import { defineConfig } from 'tsup';
import { libraryBuild } from '../../tsup.base.js';

export default defineConfig({
  ...libraryBuild,
  entry: {
    'deno-kv': 'src/kv/deno-kv/index.ts',
    index: 'src/index.ts',
    node: 'src/node/index.ts',
    redis: 'src/kv/redis/index.ts',
    unstorage: 'src/kv/unstorage/index.ts',
  },
});
