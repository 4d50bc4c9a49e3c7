// Runs wherever there is JavaScript: what the engine answers over vectors of the static embedder, as a text.
import { createStaticEmbedder } from '@agentcards/embedder-static';
import { createEngine } from '@agentcards/graphrag';
import { rounded } from './rounded.mjs';

export async function engineAnswers() {
  const { embedText } = await createStaticEmbedder();
  const engine = createEngine({ seed: 1 });
  const tools = [
    { id: 'shop:find_order', name: 'find_order', description: 'List the orders of a customer, newest first' },
    { id: 'shop:refund_order', name: 'refund_order', description: 'Give the money of an order back' },
    { id: 'weather:forecast', name: 'forecast', description: 'Weather forecast for a city' },
  ];
  engine.upsertTools(tools.map((tool) => ({ ...tool, embedding: embedText(tool.description) })));
  engine.addDependencies([{ from: 'shop:find_order', to: 'shop:refund_order', source: 'user' }]);
  const first = { id: 'find', toolId: 'shop:find_order', dependsOn: [] };
  const second = { id: 'refund', toolId: 'shop:refund_order', dependsOn: ['find'] };
  engine.observe({ id: 'one', intent: 'refund the last order of Ada', success: true, tasks: [first, second] });
  const intent = 'reimburse a customer';
  const embedding = embedText(intent);
  return JSON.stringify(
    {
      search: engine.search({ text: intent, embedding, explain: true }),
      plan: engine.suggest({ intent, embedding }),
      next: engine.predictNext({ executed: ['shop:find_order'] }),
      metrics: engine.metrics(),
    },
    rounded,
  );
}
