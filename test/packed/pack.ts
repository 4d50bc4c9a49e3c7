import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../contracts/repository.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Paths of the packed packages. */
    readonly tarballs: readonly string[];
  }
}

/** Packs every package as it would be published, once for all files. */
export default function pack(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'agentcards-packed-'));
  const command = ['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder];
  execFileSync(process.execPath, ['scripts/run.mjs', 'pnpm', ...command], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  project.provide(
    'tarballs',
    readdirSync(folder).map((name) => join(folder, name)),
  );
  return () => rmSync(folder, { recursive: true });
}
