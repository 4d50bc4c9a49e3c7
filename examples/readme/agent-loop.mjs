import { connectServers } from '@agentcards/mcp-adapter';
import { createAgentCards, exposedToolNames } from 'agentcards';

const env = { MEMORY_FILE_PATH: `${process.cwd()}/memory.jsonl` };
const args = ['-y', '@modelcontextprotocol/server-memory'];
const servers = await connectServers([{ name: 'memory', command: 'npx', args, env }]);
const cards = await createAgentCards({ dataDir: 'memory://' });
await cards.tools.sync(servers);

const intent = 'create an entity for Ada, who likes tea, then search the nodes for tea';
const { results } = await cards.search(intent);
const names = exposedToolNames(results.map(({ toolId }) => toolId));
const definitions = [...names].map(([name, toolId]) => {
  const { description, inputSchema } = { ...cards.tools.get(toolId) };
  return { name, description, inputSchema };
});
console.log(`the model gets ${definitions.length} tools`);

// In the place of a model, which would be given the intent, the definitions and each answer.
const calls = [
  {
    name: 'memory__create_entities',
    arguments: { entities: [{ name: 'Ada', entityType: 'person', observations: ['likes tea'] }] },
  },
  { name: 'memory__search_nodes', arguments: { query: 'tea' } },
  { name: 'memory__make_tea', arguments: {} },
];

/** @type {import('agentcards').TaskInput[]} */
const tasks = [];
for (const call of calls) {
  const toolId = names.get(call.name);
  if (toolId === undefined) {
    console.log(`there is no ${call.name}`); // To be told to the model, which made it up.
    continue;
  }
  const { content, structuredContent, isError } = await servers.callTool(toolId, call.arguments);
  console.log(`${toolId} ${isError ? 'failed' : 'answered'}`);
  const id = `call ${tasks.length}`;
  const dependsOn = tasks.slice(-1).map((task) => task.id);
  const output = structuredContent ?? content; // Output schemas describe the structured one.
  tasks.push({ id, toolId, dependsOn, success: !isError, arguments: call.arguments, output });
}
await cards.record({ intent, success: tasks.every(({ success }) => success), tasks });

const { dag } = await cards.suggest('create an entity for Bob, who likes coffee, then search the nodes for coffee');
console.log('next time:', dag.tasks.map(({ toolId }) => toolId).join(', then '));
await cards.close();
await servers.close();
