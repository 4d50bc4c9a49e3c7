import type { AgentCardsEvents } from '../events/agent-cards-events.js';
import type { EventHub } from '../events/event-hub.js';
import { deepFreeze } from '../json.js';
import type { SyncReport } from '../reports.js';

/** Tells listeners what a sync did to known tools: all of them the same, that none can change, and the report is the caller's. */
export function emitLifecycle(events: EventHub<AgentCardsEvents>, report: SyncReport): void {
  const { drifted, renames } = deepFreeze(structuredClone({ drifted: report.drifted, renames: report.renames }));
  const quarantined = drifted.filter(({ outcome }) => outcome === 'quarantined').map(({ toolId }) => toolId);
  if (drifted.length > 0) events.emit('tools.drifted', Object.freeze({ drifted }));
  if (quarantined.length > 0) events.emit('tools.quarantined', deepFreeze({ toolIds: quarantined }));
  if (renames.length > 0) events.emit('tools.renamed', Object.freeze({ renames }));
}
