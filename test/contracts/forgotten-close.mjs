// Writes something, and forgets to close. Says so if something is to come that the process would be kept alive for.
import { createAgentCards } from 'agentcards';

const cards = await createAgentCards({ dataDir: process.argv[2] });
await cards.tools.sync({ server: 's', tools: [{ name: 'one', description: 'Refunds a payment' }] });
await cards.record({ id: 'kept', success: true, tasks: [{ id: '1', toolId: 's:one', success: true }] });

const kept = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout');
if (kept.length > 0) console.log(`There are timers: ${kept.length}.`);
