import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

/** What the build knows of the image that it put beside the bundle. */
export interface ClusterImage {
  readonly file: string;
  readonly sha256: string;
  /** Version of PGlite that made it. */
  readonly pglite: string;
}

/** Written into the bundle by tsup.config.ts; sources that run as they are have no image. */
declare const builtClusterImage: ClusterImage;

const decompress = promisify(brotliDecompress);

/**
 * The tar archive of a new cluster, as `createCluster` makes it, out of the package. `undefined` where it is not at
 * hand as it was built, or another version of PGlite is installed: initdb makes a cluster too, in seconds.
 */
export async function builtCluster(): Promise<Uint8Array | undefined> {
  if (typeof builtClusterImage === 'undefined') return undefined;
  const { file, sha256, pglite } = builtClusterImage;
  const [image, installed] = await Promise.all([readBeside(file), installedPGlite()]);
  // In a bundle of the user's the version cannot be found, and is the one that was bundled.
  return image && (installed ?? pglite) === pglite ? openImage(image, sha256) : undefined;
}

/** Unpacks an image that is the one it has to be. */
export async function openImage(image: Uint8Array, sha256: string): Promise<Uint8Array | undefined> {
  if (createHash('sha256').update(image).digest('hex') !== sha256) return undefined;
  // Few large pieces: with small ones half of the time goes into joining them.
  return decompress(image, { chunkSize: 4 * 1024 * 1024 });
}

async function readBeside(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(new URL(file, import.meta.url));
  } catch {
    // A bundle of the user's without the file, or one that has no URL.
    return undefined;
  }
}

async function installedPGlite(): Promise<string | undefined> {
  try {
    const manifest = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
    return JSON.parse(await readFile(manifest, 'utf8')).version;
  } catch {
    return undefined;
  }
}
