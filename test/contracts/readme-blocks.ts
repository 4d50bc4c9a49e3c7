import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolders, root } from './repository.js';

export const readmes = ['README.md', ...packageFolders.map((folder) => `packages/${folder}/README.md`)];

/** The program in examples/readme that needs the optional peer: transformers-embedder.test.ts runs it where that is. */
export const peerProgram = 'transformers.mjs';
/** The other programs there, which run with what the workspace, or a plain install of our packages, has. */
export const programs: readonly string[] = readdirSync(join(root, 'examples/readme')).filter(
  (name) => name.endsWith('.mjs') && name !== peerProgram,
);

export interface Snippet {
  /** The README that it is in. */
  readonly path: string;
  readonly code: string;
  /** The ```text block after it: what it prints. */
  readonly output: string | undefined;
}

/** The JavaScript blocks of every README. */
export const snippets: readonly Snippet[] = readmes.flatMap((path) =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/^```js\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms)].map(
    ([, code = '', output]) => ({ path, code, output }),
  ),
);
