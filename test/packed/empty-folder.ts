import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface EmptyFolder {
  readonly path: string;
  /** Runs a program in the folder; rejects, with its output, when it fails. */
  run(program: string, args: readonly string[]): Promise<string>;
  /** Names of everything that npm has installed. */
  installed(): string[];
  remove(): void;
}

/** A folder of a user, outside the repository, with these packages (names with versions, or tarballs) installed by npm. */
export async function installIntoEmptyFolder(packages: readonly string[]): Promise<EmptyFolder> {
  const path = mkdtempSync(join(tmpdir(), 'agentcards-user-'));
  const run = async (program: string, args: readonly string[]) => {
    const options = { cwd: path, env: userEnvironment(), shell: program === 'npm' && process.platform === 'win32' };
    const { stdout } = await execute(program, args, options).catch((error) => {
      throw new Error(`${program} ${args.join(' ')}\n${error.stdout}\n${error.stderr}`);
    });
    return stdout;
  };
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--save-exact', ...packages]);
  return {
    path,
    run,
    installed() {
      const lock = JSON.parse(readFileSync(join(path, 'node_modules/.package-lock.json'), 'utf8'));
      return Object.keys(lock.packages).map((folder) => folder.replace(/^.*node_modules\//, ''));
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}

/**
 * A runtime from npm in a folder of its own; where it cannot be installed, why a test of it is skipped. In CI that is
 * a failure.
 * @param runtime Its name and version.
 */
export async function installRuntime(runtime: string, ...more: readonly string[]): Promise<EmptyFolder | string> {
  try {
    return await installIntoEmptyFolder([runtime, ...more]);
  } catch (error) {
    if (process.env.CI) throw error;
    return `${runtime} could not be installed: ${error}`;
  }
}

/** Without what npm and vitest tell the programs that they start. */
function userEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(lifecycle|package)_|VITEST|NODE_ENV|NODE_PATH)/i.test(name),
  );
  return Object.fromEntries(own);
}

/** Paths of all files below a folder, relative to it, with forward slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}
