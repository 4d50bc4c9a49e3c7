import { connectServers } from '@agentcards/mcp-adapter';
import { createAgentCards } from 'agentcards';

const servers = await connectServers([
  { name: 'memory', command: 'npx', args: ['-y', '@modelcontextprotocol/server-memory'] },
]);
const cards = await createAgentCards({ dataDir: 'memory://' });
await cards.tools.sync(servers);
const { results } = await cards.search('read the whole knowledge graph', { topK: 1 });
console.log(results[0]?.toolId);

const { content } = await servers.callTool('memory:read_graph');
console.log(content.length, 'piece of content');
await cards.close();
await servers.close();
