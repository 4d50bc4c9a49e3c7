import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { defineConfig } from 'tsup';
import { libraryBuild } from '../../tsup.base.js';
import { dependencies } from './package.json';
import type { ClusterImage } from './src/cluster/cluster-image.js';
import { createCluster } from './src/cluster/create-cluster.js';

export default defineConfig(async () => {
  // The window reaches from one of the cluster's databases to the next, which are nearly the same.
  const { BROTLI_PARAM_LGWIN, BROTLI_PARAM_QUALITY } = constants;
  const params = { [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_QUALITY]: 9 };
  const packed = brotliCompressSync(await createCluster(), { params });
  const image: ClusterImage = {
    file: 'cluster.tar.br',
    sha256: createHash('sha256').update(packed).digest('hex'),
    pglite: dependencies['@electric-sql/pglite'],
  };
  return {
    ...libraryBuild,
    entry: { index: 'src/index.ts', users: 'src/users/index.ts' },
    define: { builtClusterImage: JSON.stringify(image) },
    onSuccess: async () => writeFileSync(`dist/${image.file}`, packed),
  };
});
