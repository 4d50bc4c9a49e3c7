import type { AgentCardsEvents } from '../events/agent-cards-events.js';
import type { EventHub } from '../events/event-hub.js';
import type { SyncReport } from '../reports.js';

/** Tells listeners what a sync did to known tools. */
export function emitLifecycle(events: EventHub<AgentCardsEvents>, { drifted, renames }: SyncReport): void {
  const quarantined = drifted.filter(({ outcome }) => outcome === 'quarantined').map(({ toolId }) => toolId);
  if (drifted.length > 0) events.emit('tools.drifted', { drifted });
  if (quarantined.length > 0) events.emit('tools.quarantined', { toolIds: quarantined });
  if (renames.length > 0) events.emit('tools.renamed', { renames });
}
