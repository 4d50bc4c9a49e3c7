import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { SyncReport } from '../reports.js';
import { toToolId } from '../tool-id.js';

/** One source or an iterable of them, as a list. */
export function listOfSources(sources: unknown): unknown[] {
  const iterable = typeof sources === 'object' && sources !== null && Symbol.iterator in sources;
  return iterable ? [...(sources as Iterable<unknown>)] : [sources];
}

/** All names are checked before the first is written. @throws AgentCardsError `TOOL_ID_INVALID` | `INVALID_INPUT` */
export function assertServerNames(servers: readonly string[]): void {
  const seen = new Set<string>();
  for (const server of servers) {
    toToolId(server, 'any');
    if (seen.has(server)) {
      throw new AgentCardsError('INVALID_INPUT', `The server ${JSON.stringify(server)} is listed twice in one sync.`, {
        hint: 'A source is the whole tool list of its server: join the two lists, or name the servers apart.',
      });
    }
    seen.add(server);
  }
}

export function mergeReports(reports: readonly SyncReport[]): SyncReport {
  return {
    added: reports.flatMap((report) => report.added),
    changed: reports.flatMap((report) => report.changed),
    unchanged: reports.flatMap((report) => report.unchanged),
    removed: reports.flatMap((report) => report.removed),
    drifted: reports.flatMap((report) => report.drifted),
    renames: reports.flatMap((report) => report.renames),
    rejected: reports.flatMap((report) => report.rejected),
    warnings: reports.flatMap((report) => report.warnings),
  };
}
