import { createAgentCards } from 'agentcards';

const cards = await createAgentCards({ dataDir: './.agentcards/data' });
const find = { name: 'find_order', description: 'List the orders of a customer, newest first' };
const refund = { name: 'refund_order', description: 'Give the money of an order back' };
await cards.tools.sync({ server: 'shop', tools: [find, refund] });
const { results } = await cards.search('give Ada her money back');

const first = { id: 'find', toolId: 'shop:find_order', success: true };
const second = { id: 'refund', toolId: 'shop:refund_order', dependsOn: ['find'], success: true };
await cards.record({ intent: 'refund the last order of Ada', success: true, tasks: [first, second] });
const { dag } = await cards.suggest('refund the order of Bob');

console.log('found:    ', results[0]?.toolId);
console.log('suggested:', dag.tasks.map((task) => task.toolId).join(', then '));
await cards.close();
