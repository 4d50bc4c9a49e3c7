import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';

/** @typedef {{ name: string, folder: string, below: string[] }} Package `below`: the names of all its dependencies */

/** @param {string} root @returns {Package[]} the packages that are built */
export function readPackages(root) {
  return readdirSync(join(root, 'packages'))
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const { name, dependencies, devDependencies, peerDependencies } = manifest;
      return { name, folder, below: Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }) };
    });
}

/**
 * What decides the build of a package: its sources without tests, its configuration, and the same of every package
 * that it reaches.
 *
 * @type {(root: string, packages: readonly Package[], built: Package) => string}
 */
export function buildInputs(root, packages, built) {
  const reached = new Set([built]);
  for (const { below } of reached) {
    for (const other of packages) if (below.includes(other.name)) reached.add(other);
  }
  const paths = [...reached].flatMap(({ folder }) =>
    ['src', 'package.json', 'tsup.config.ts'].map((path) => `${folder}/${path}`),
  );
  const shared = ['tsconfig.base.json', 'tsup.base.ts', 'pnpm-lock.yaml'];
  return fingerprint(root, [...paths, ...shared], (path) => !path.endsWith('.test.ts'));
}

/** @type {(root: string, built: Package) => string} */
export function buildOutputs(root, built) {
  return fingerprint(root, [`${built.folder}/dist`]);
}

/**
 * What decides an installation: the lock, every manifest, and the machine that binaries are for.
 *
 * @param {string} root
 */
export function installInputs(root) {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .flatMap(({ name }) => [name, ...readdirSync(join(root, name)).map((inner) => `${name}/${inner}`)]);
  const manifests = folders.map((folder) => `${folder}/package.json`).filter((path) => existsSync(join(root, path)));
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests];
  return `${process.platform}-${process.arch}-${fingerprint(root, files)}`;
}

/**
 * pnpm keeps a copy of the lock file that it installed: it is gone or other when node_modules was changed by hand.
 *
 * @param {string} root
 */
export function installOutputs(root) {
  return fingerprint(root, ['node_modules/.pnpm/lock.yaml']);
}
