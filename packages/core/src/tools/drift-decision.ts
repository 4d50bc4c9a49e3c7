import type { DriftPolicy, ToolRecord } from '../contracts/tool.js';
import { definitionChanges } from './definition-changes.js';
import { contractOf } from './definition-contract.js';
import { type DriftEntry, definitionOf } from './drift-register.js';
import type { ToolDrift } from './tool-drift.js';
import type { TakenTool } from './tool-intake.js';

export interface DriftDecision {
  /** The record to write; absent where the stored one stays. */
  readonly record?: ToolRecord | undefined;
  /** What the register is to hold before the record is written: it may only make things stricter. */
  readonly entry?: DriftEntry | undefined;
  /** The quarantine ends: to be taken out of the register after the record is written. */
  readonly released?: boolean | undefined;
  readonly drift?: ToolDrift | undefined;
}

/**
 * What becomes of a tool that was known and is listed now, perhaps with another definition. A tool that was removed
 * is no new one when it returns: else removing and adding it would get every change past the policy.
 */
export function decideDrift(
  before: ToolRecord,
  entry: DriftEntry,
  listed: TakenTool['record'],
  policy: DriftPolicy,
  at: Date,
): DriftDecision {
  const quarantined = before.status === 'quarantined' || wasRemovedFromQuarantine(before, entry);
  const held = quarantined ? entry.held : undefined;
  const write = (status: ToolRecord['status'], definition = listed): ToolRecord =>
    Object.freeze({ ...definition, status, firstSeen: before.firstSeen, updatedAt: at });

  if (held?.approved.fingerprint === listed.fingerprint) return { record: write('active'), released: true };
  if (before.fingerprint === listed.fingerprint) {
    // Listing a quarantined tool again does not approve it, removing it in between neither; that it waits is said again.
    const drift =
      held && ({ toolId: before.toolId, outcome: 'quarantined', ...definitionChanges(held.approved, listed) } as const);
    const returns = before.status === 'removed';
    return { record: returns ? write(quarantined ? 'quarantined' : 'active') : undefined, drift };
  }

  const { changes, moreChanges } = definitionChanges(held?.approved ?? before, listed);
  // Written otherwise, such as `{}` for a schema that was left out.
  if (changes.length === 0) {
    if (held) return { record: write('active'), released: true };
    return { record: write(quarantined ? 'quarantined' : 'active') };
  }

  const found = (outcome: ToolDrift['outcome']): ToolDrift => ({
    toolId: before.toolId,
    outcome,
    changes,
    moreChanges,
  });
  if (policy === 'reject') {
    const returns = before.status === 'removed';
    return {
      record: returns ? write(quarantined ? 'quarantined' : 'active', before) : undefined,
      drift: found('rejected'),
    };
  }
  if (policy === 'quarantine' || quarantined) {
    // A tool that was quarantined by hand has no approved definition to return to.
    const since = held?.since ?? at.getTime();
    const approved = held?.approved ?? (quarantined ? undefined : definitionOf(before));
    return {
      record: write('quarantined'),
      entry: approved && { ...entry, held: { since, approved } },
      drift: found('quarantined'),
    };
  }
  const sameContract = contractOf(before) === contractOf(listed);
  return {
    record: write('active'),
    entry: sameContract ? undefined : { definedAt: at.getTime() },
    drift: found('accepted'),
  };
}

/** What is removed with its approved definition was not quarantined: what the register holds then was never carried out. */
function wasRemovedFromQuarantine(before: ToolRecord, { held }: DriftEntry): boolean {
  return before.status === 'removed' && held !== undefined && held.approved.fingerprint !== before.fingerprint;
}
