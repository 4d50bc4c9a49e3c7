/*
 * The one way in: sets the workspace up as far as it is not yet, then runs a job.
 *
 *   node scripts/run.mjs quickstart [arguments]   the start script of examples/quickstart   (npm run quickstart)
 *   node scripts/run.mjs test [arguments]         vitest over every project                 (npm test)
 *   node scripts/run.mjs pnpm [arguments]         the pinned pnpm, after the same set-up
 *
 * Needs Node and npm, nothing else. pnpm is the version named in package.json's `packageManager`: the one on PATH if
 * it is just that, else from npx. Dependencies are installed from the frozen lock file when a manifest or the lock
 * changed; a package is built when its sources, its configuration or a package below it changed. Both are told by
 * content hashes in node_modules/.cache, so nothing happens, and nothing is printed, when nothing changed. Whatever
 * was installed or built by hand in between is noticed by the hashes of what is there. Set-up speaks on stderr;
 * stdout, exit code and signals are the job's.
 *
 * This file stays in syntax that old Nodes can parse, so that they can say that they are too old.
 */
const minimum = { major: 20, minor: 19 };
const parts = process.versions.node.split('.');
const major = Number(parts[0]);
const minor = Number(parts[1]);

if (major < minimum.major || (major === minimum.major && minor < minimum.minor)) {
  const wanted = `${minimum.major}.${minimum.minor}`;
  console.error(
    `AgentCards needs Node ${wanted} or newer; this is ${process.versions.node}. Update it, then try again.`,
  );
  process.exitCode = 1;
} else {
  import('./lib/jobs.mjs').then((jobs) => jobs.main(process.argv.slice(2)));
}
