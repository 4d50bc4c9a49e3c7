import { createEngine } from '@agentcards/graphrag';

const engine = createEngine();
engine.upsertTools([
  { id: 'shop:find_order', name: 'find_order', description: 'List the orders of a customer' },
  { id: 'shop:refund_order', name: 'refund_order', description: 'Give the money of an order back' },
  { id: 'shop:send_mail', name: 'send_mail', description: 'Write to a customer' },
]);
engine.addDependencies([{ from: 'shop:find_order', to: 'shop:refund_order', source: 'user' }]);
const { results } = engine.search({ text: 'money back', topK: 1 });
for (const { role, toolId } of results) console.log(role, toolId);

const refund = { id: '1', toolId: 'shop:refund_order', dependsOn: [] };
const mail = { id: '2', toolId: 'shop:send_mail', dependsOn: ['1'] };
engine.observe({ id: 'execution-1', success: true, tasks: [refund, mail] });
const { predictions } = engine.predictNext({ executed: ['shop:refund_order'] });
console.log('next', predictions[0]?.toolId);
