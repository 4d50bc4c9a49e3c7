import type { DriftPolicy, ToolId, ToolRecord } from '../contracts/tool.js';
import type { SyncIssue, SyncReport } from '../reports.js';
import { decideDrift } from './drift-decision.js';
import type { DriftEntry } from './drift-register.js';
import { renameMatches, type ToolRename } from './rename-matches.js';
import type { TakenSource } from './source-intake.js';
import type { ToolDrift } from './tool-drift.js';

/** What a server's list changes. */
export interface SourceChange {
  readonly report: SyncReport;
  readonly upsert: readonly ToolRecord[];
  /** For the drift register, before the records are written. */
  readonly entries: ReadonlyMap<ToolId, DriftEntry>;
  /** Tools whose quarantine is over, for the drift register after the records are written. */
  readonly released: readonly ToolId[];
}

/** What a server's list is compared with. */
export interface KnownTools {
  /** The server's tools that are not removed. */
  readonly present: readonly ToolRecord[];
  recordOf(toolId: ToolId): ToolRecord | undefined;
  driftOf(toolId: ToolId): DriftEntry;
  /** Those that are worth a decision. */
  undecided(renames: readonly ToolRename[]): readonly ToolRename[];
  readonly onDrift: DriftPolicy;
  readonly onEmptyList: 'keep' | 'remove';
  readonly at: Date;
}

/** A server whose list of at least this many tools shrinks by more than this share at once is reported. */
const shrunkShare = 0.5;
const shrunkMinimum = 10;

/** What a server's list changes in what is known. */
export function compareSource(source: TakenSource, known: KnownTools): SourceChange {
  const { taken, rejected, onDrift = known.onDrift } = source;
  const { at } = known;
  const added: ToolId[] = [];
  const changed: ToolId[] = [];
  const unchanged: ToolId[] = [];
  const drifted: ToolDrift[] = [];
  const upsert: ToolRecord[] = [];
  const appeared: ToolRecord[] = [];
  const entries = new Map<ToolId, DriftEntry>();
  const released: ToolId[] = [];
  for (const { toolId, record: listed } of taken.values()) {
    const before = known.recordOf(toolId);
    if (before === undefined) {
      const record = Object.freeze({ ...listed, status: 'active' as const, firstSeen: at, updatedAt: at });
      added.push(toolId);
      appeared.push(record);
      upsert.push(record);
      continue;
    }
    const decision = decideDrift(before, known.driftOf(toolId), listed, onDrift, at);
    (before.status === 'removed' ? added : decision.record ? changed : unchanged).push(toolId);
    if (decision.record) upsert.push(decision.record);
    if (before.status === 'removed' && decision.record?.status === 'active') appeared.push(decision.record);
    if (decision.entry) entries.set(toolId, decision.entry);
    if (decision.released) released.push(toolId);
    if (decision.drift) drifted.push(decision.drift);
  }

  const { gone, warning } = vanished(source, known);
  const warnings = warning ? [...source.warnings, warning] : source.warnings;
  // What was learned, was learned about the definition that was approved, not about the one that waits.
  const approved = gone.filter(({ status }) => status === 'active');
  const renames = known.undecided(renameMatches(approved, appeared));
  const removed = gone.map((tool) => tool.toolId);
  return {
    report: { added, changed, unchanged, removed, drifted, renames, rejected, warnings },
    upsert,
    entries,
    released,
  };
}

/** The tools that a server no longer lists, and what is odd about that. */
function vanished(
  { server, taken, rejected }: TakenSource,
  { present, onEmptyList }: KnownTools,
): { readonly gone: readonly ToolRecord[]; readonly warning?: SyncIssue | undefined } {
  // A tool that is refused today is still served; only what the server no longer lists is gone. A name that is refused
  // was taken in by an earlier version, and goes.
  const listed = new Set<string>([
    ...taken.keys(),
    ...rejected.flatMap(({ tool, code }) =>
      tool === undefined || code === 'TOOL_NAME_INVALID' ? [] : [`${server}:${tool}`],
    ),
  ]);
  const gone = present.filter((tool) => !listed.has(tool.toolId));
  if (taken.size === 0 && gone.length > 0 && onEmptyList === 'keep') {
    const message = `The server listed no usable tool, but had ${present.length}; they stay. Use tools.remove to take them out.`;
    return { gone: [], warning: { server, code: 'EMPTY_SYNC_IGNORED', message } };
  }
  // What it lists under other names, or in the place of others, is no list that lacks something.
  if (present.length >= shrunkMinimum && present.length - listed.size > shrunkShare * present.length) {
    const message = `The server no longer lists ${gone.length} of its ${present.length} tools; they were removed.`;
    return { gone, warning: { server, code: 'SERVER_SHRUNK', message } };
  }
  return { gone };
}
