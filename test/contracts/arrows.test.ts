import { describe, expect, test } from 'vitest';
import { importsIn, importsOfFile, packageOf } from './imports.js';
import { packageFolders, readManifest, sourceFiles } from './repository.js';

/** Facade over adapters over contracts and the engine. An arrow goes from one line to a later one. */
const layers = [
  ['agentcards'],
  ['conformance', 'mcp-adapter', 'store-pglite'],
  ['auth', 'core', 'embedder-static', 'graphrag'],
];

/** For each package everything that its shipped sources import, no more and no less. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  agentcards: ['@agentcards/core', '@agentcards/embedder-static', '@agentcards/graphrag', '@agentcards/store-pglite'],
  auth: ['@node-rs/argon2', 'node:'],
  conformance: ['@agentcards/auth', '@agentcards/core', 'node:', 'vitest'],
  'mcp-adapter': ['@agentcards/core', '@modelcontextprotocol/sdk', 'cross-spawn', 'node:'],
  'store-pglite': [
    '@agentcards/auth',
    '@agentcards/core',
    '@electric-sql/pglite',
    '@electric-sql/pglite-pgvector',
    'drizzle-orm',
    'node:',
  ],
  core: ['@huggingface/transformers', 'node:', 'zod'],
  'embedder-static': [],
  graphrag: ['porter2'],
};

describe('arrows between packages', () => {
  test('the tables name every package', () => {
    expect(Object.keys(arrows).sort()).toEqual(packageFolders);
    expect(layers.flat().sort()).toEqual(packageFolders);
  });

  test.each(packageFolders)('%s imports what its line allows', (folder) => {
    const imported = sourceFiles(folder).flatMap((path) => importsOfFile(folder, path).modules);
    const packages = new Set(imported.map(({ specifier }) => packageOf(specifier)));
    expect([...packages].sort()).toEqual([...arrows[folder]!].sort());
  });

  test('they point down, never up or sideways', () => {
    const layerOf = new Map(
      layers.flatMap((folders, layer) => folders.map((folder) => [readManifest(folder).name, layer] as const)),
    );
    for (const [folder, targets] of Object.entries(arrows)) {
      const own = layerOf.get(readManifest(folder).name)!;
      const ours = targets.filter((name) => layerOf.has(name));
      expect(
        ours.filter((name) => layerOf.get(name)! <= own),
        `${folder} imports`,
      ).toEqual([]);
    }
  });

  test.each(packageFolders)('every import of %s is a dependency of it', (folder) => {
    const { dependencies, peerDependencies } = readManifest(folder);
    const declared = Object.keys({ ...dependencies, ...peerDependencies });
    expect(declared).toEqual(expect.arrayContaining(arrows[folder]!.filter((name) => name !== 'node:')));
  });
});

describe.each(packageFolders)('files of %s', (folder) => {
  const files = sourceFiles(folder);

  test('import each other inside the package and without circles, types included', () => {
    const known = new Set(files);
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      expect(known.has(path), `${trail.at(-1)} imports ${path}, which is no source file of ${folder}`).toBe(true);
      expect(trail, 'a circle of imports').not.toContain(path);
      if (done.has(path)) return;
      for (const next of importsOfFile(folder, path).files) visit(next.path, [...trail, path]);
      done.add(path);
    };
    for (const path of files) visit(path, []);
  });

  test('are all reached from an entry', () => {
    const reached = new Set(entrySources(folder));
    for (const path of reached) for (const next of importsOfFile(folder, path).files) reached.add(next.path);
    expect(files.filter((path) => !reached.has(path))).toEqual([]);
  });
});

test('the root entry of core loads nothing but itself and Node', () => {
  const reached = new Set(['src/index.ts']);
  const modules = new Set<string>();
  for (const path of reached) {
    const { files, modules: named } = importsOfFile('core', path);
    for (const next of files) if (next.kind === 'static') reached.add(next.path);
    for (const { specifier, kind } of named) if (kind === 'static') modules.add(packageOf(specifier));
  }
  expect(reached.size).toBeGreaterThan(1);
  expect([...modules]).toEqual(['node:']);
});

test('the reader of imports sees every form', () => {
  const text = `
    import a, { b } from 'static-1';
    import 'static-2';
    export { c } from 'static-3';
    export * from 'static-4';
    import { type D } from 'static-5';
    import type { E } from 'type-1';
    export type { F } from 'type-2';
    type G = typeof import('type-3');
    const h = async () => await import('lazy-1');
    const text = "import 'none'"; // import 'none'
  `;
  expect(importsIn(text).map(({ specifier, kind }) => `${kind} ${specifier}`)).toEqual([
    'static static-1',
    'static static-2',
    'static static-3',
    'static static-4',
    'static static-5',
    'type type-1',
    'type type-2',
    'type type-3',
    'lazy lazy-1',
  ]);
});

function entrySources(folder: string): string[] {
  return Object.entries(readManifest(folder).exports).flatMap(([key, target]) => {
    if (typeof target === 'string') return [];
    const name = key.slice(2);
    const paths = [
      `src/${name}.ts`,
      `src/${name}/index.ts`,
      `src/embedders/${name}/index.ts`,
      `src/kv/${name}/index.ts`,
    ];
    return key === '.' ? ['src/index.ts'] : paths.filter((path) => sourceFiles(folder).includes(path));
  });
}
