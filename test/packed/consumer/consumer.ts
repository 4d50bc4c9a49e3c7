import { AgentCardsError, createAgentCards as createFromParts, createMemoryStore, type Store } from '@agentcards/core';
import { toolDefinitionSchema } from '@agentcards/core/schemas';
import { createEngine } from '@agentcards/graphrag';
import { connectServers } from '@agentcards/mcp-adapter';
import { openPGliteStore } from '@agentcards/store-pglite';
import { type AgentCards, createAgentCards, type Embedder } from 'agentcards';

/** What users write, as the compiler sees it; it is never run. */
export async function uses(embedder: Embedder): Promise<AgentCards[]> {
  const store: Store = await openPGliteStore({ dataDir: 'memory://' });
  await using servers = await connectServers([{ name: 'memory', command: 'mcp-server-memory' }]);
  await using cards = await createAgentCards({ store, embedder });
  const { added, rejected } = await cards.tools.sync(servers);
  const { results } = await cards.search('read the graph', { topK: 3, filter: { servers: ['memory'] } });
  const task = { id: 't', toolId: added[0] ?? 'memory:read_graph', success: rejected.length === 0 };
  await cards.record({ success: true, tasks: [task], intent: results[0]?.description ?? '' });
  for (const { toolId, missing } of (await cards.suggest('read the graph')).dag.tasks) {
    if (missing.length === 0) await servers.callTool(toolId, {});
  }
  try {
    await cards.dependencies.add([{ from: 'memory:a', to: 'memory:b', source: 'user' }]);
  } catch (error) {
    if (AgentCardsError.isInstance(error) && error.code === 'TOOL_UNKNOWN') toolDefinitionSchema.parse(error.details);
  }
  const engine = createEngine({ seed: 1 });
  engine.upsertTools([{ id: 'a:b', name: 'b', inputSchema: { type: 'object' } }]);
  return [await createFromParts({ store: createMemoryStore(), createEngine })];
}
