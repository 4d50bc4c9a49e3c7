import { defineConfig } from 'tsup';
import { libraryBuild } from '../../tsup.base.js';

export default defineConfig({
  ...libraryBuild,
  entry: {
    index: 'src/index.ts',
    schemas: 'src/schemas/index.ts',
    'http-embedder': 'src/embedders/http-embedder/index.ts',
    transformers: 'src/embedders/transformers/index.ts',
  },
});
