import { createAgentCards, type DependencyRecord, type ExecutionRecord } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { openPGliteStore } from '@agentcards/store-pglite';

/** What a store holds, and what it would hold if it were derived anew from its executions. */
export interface Contents {
  readonly executions: readonly ExecutionRecord[];
  readonly tools: number;
  /** Models and lengths of the vectors in use, such as `old 3`. */
  readonly vectors: readonly string[];
  readonly edges: readonly DependencyRecord[];
  readonly derivedEdges: readonly DependencyRecord[];
}

const all = { limit: 100_000 };

export async function contentsOf(dataDir: string): Promise<Contents> {
  await using store = await openPGliteStore({ dataDir });
  // An interrupted `forget` is ended here.
  const cards = await createAgentCards({ store, createEngine, embedder: null, retention: { executions: false } });
  const edges = await store.edges.read(all);
  const executions = await store.executions.read(all);
  const tools = (await store.tools.read(all)).length;
  const vectors = (await store.embeddings.read(all)).map(({ modelId, embedding }) => `${modelId} ${embedding.length}`);
  await cards.rebuild();
  const derivedEdges = await store.edges.read(all);
  await cards.close();
  return { executions, tools, vectors, edges, derivedEdges };
}
