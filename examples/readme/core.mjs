import { AgentCardsError, createAgentCards, createMemoryStore } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';

const cards = await createAgentCards({ store: createMemoryStore(), createEngine });
const tools = [{ name: 'forecast', description: 'Weather forecast for a city' }];
const { added } = await cards.tools.sync({ server: 'weather', tools });
console.log(added);

try {
  await cards.dependencies.add([{ from: 'weather:locate', to: 'weather:forecast' }]);
} catch (error) {
  if (!AgentCardsError.isInstance(error)) throw error;
  console.log(error.code, '-', error.message);
}
await cards.close();
