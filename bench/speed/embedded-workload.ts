import type { Engine } from '@agentcards/graphrag';
import { type PeerTool, toPeerTool } from '../peers/peer.js';
import { embedQuery } from '../quality/embedding/embedded-query.js';
import { openStaticVectors } from '../quality/embedding/static-vectors.js';
import { textOfTool } from '../quality/embedding/tool-vectors.js';
import { createLoadedEngine } from '../quality/engine.js';
import type { Workload } from './workload.js';

/** A workload with the static vectors of its tools. */
export interface EmbeddedWorkload {
  readonly intents: readonly string[];
  readonly peerTools: readonly PeerTool[];
  createEngine(): Engine;
  /** Embeds the intent anew, and searches: what a caller waits for. */
  hybridSearch(engine: Engine, intent: string, topK: number): ReturnType<Engine['search']>;
}

export async function embedWorkload({
  tools,
  intents,
}: Pick<Workload, 'tools' | 'intents'>): Promise<EmbeddedWorkload> {
  const vectors = await openStaticVectors();
  const embeddings = tools.map((tool) => vectors.vectorOf(textOfTool(tool)));
  // Without a memory of what was embedded before.
  const fresh = { ...vectors, vectorOf: vectors.embed };
  return {
    intents,
    peerTools: tools.map((tool, index) => toPeerTool(tool, embeddings[index]!)),
    createEngine: () =>
      createLoadedEngine(
        { tools },
        { vectors: tools.map(({ id }, index) => ({ toolId: id, embedding: embeddings[index]! })) },
      ),
    hybridSearch: (engine, intent, topK) => engine.search({ ...embedQuery(intent, engine, fresh), topK }),
  };
}
