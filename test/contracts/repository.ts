import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const packageFolders = readdirSync(join(root, 'packages')).sort();

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly sideEffects: boolean;
  readonly engines: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));
}

/** Code entries of a package (`.`, `./schemas`) with their built JavaScript and declarations, as absolute paths. */
export function entriesOf(folder: string) {
  return Object.entries(readManifest(folder).exports).flatMap(([key, target]) =>
    typeof target === 'string'
      ? []
      : [
          {
            name: key === '.' ? 'index' : key.slice('./'.length),
            javascript: join(root, 'packages', folder, target.default),
            declarations: join(root, 'packages', folder, target.types),
          },
        ],
  );
}

/** Shipped source files of a package, relative to its folder; neither its tests nor what only they import. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, 'packages', folder, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('/testing/'))
    .sort();
}

export function readSource(folder: string, path: string): string {
  return readFileSync(join(root, 'packages', folder, path), 'utf8');
}
