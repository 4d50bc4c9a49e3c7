import { createAgentCards, valuesAt } from 'agentcards';

/** @type {Record<string, (args: any) => object>} In the place of MCP servers, whose answers have `structuredContent`. */
const shop = {
  'shop:find_orders': ({ customer }) => ({ newest: `ORD-${customer}-1042` }),
  'shop:refund_order': ({ orderId }) => ({ refunded: orderId }),
};
const id = { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] };
const tools = [
  { name: 'find_orders', description: 'Find the orders of a customer, the newest first' },
  { name: 'refund_order', description: 'Give the money of an order back', inputSchema: id },
];
const cards = await createAgentCards({ dataDir: 'memory://' });
await cards.tools.sync({ server: 'shop', tools });

// What your agent did three times, with the output of the first call in the arguments of the second.
for (const customer of ['ada', 'bob', 'cyd']) {
  const output = { newest: `ORD-${customer}-1042` };
  const find = { id: 'find', toolId: 'shop:find_orders', success: true, arguments: { customer }, output };
  const refund = { id: 'refund', toolId: 'shop:refund_order', success: true, arguments: { orderId: output.newest } };
  const tasks = [find, { ...refund, dependsOn: ['find'] }];
  await cards.record({ intent: `refund the newest order of ${customer}`, success: true, tasks });
}

const intent = 'refund the newest order of Dora';
const { dag, suggestionId } = await cards.suggest(intent);
const outputs = new Map();
/** @type {import('agentcards').TaskInput[]} */
const tasks = [];
for (const { id, toolId, dependsOn, bindings, missing } of dag.tasks) {
  const bound = bindings.map(({ argument, from, path }) => [argument, valuesAt(outputs.get(from), path)[0]]);
  console.log(toolId, 'bound:', Object.fromEntries(bound), 'missing:', missing);
  // What is missing, or optional, your agent knows: here whose orders are meant.
  const args = { customer: 'dora', ...Object.fromEntries(bound) };
  const output = shop[toolId]?.(args);
  outputs.set(id, output);
  tasks.push({ id, toolId, dependsOn, success: true, arguments: args, output });
}
await cards.record({ intent, success: true, tasks, suggestionId });
console.log(tasks.at(-1)?.output);
await cards.close();
