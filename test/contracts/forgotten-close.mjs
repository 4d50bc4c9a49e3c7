// Writes something, and forgets to close.
import { createAgentCards } from 'agentcards';

const cards = await createAgentCards({ dataDir: process.argv[2] });
await cards.tools.sync({ server: 's', tools: [{ name: 'one', description: 'Refunds a payment' }] });
await cards.record({ id: 'kept', success: true, tasks: [{ id: '1', toolId: 's:one', success: true }] });
