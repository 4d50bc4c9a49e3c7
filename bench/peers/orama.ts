import { create, insertMultiple, search } from '@orama/orama';
import { stopwords } from '@orama/stopwords/english';
import { type Peer, type PeerTool, textFields } from './peer.js';

const texts = {
  name: 'string',
  title: 'string',
  description: 'string',
  parameterNames: 'string',
  parameterTexts: 'string',
  server: 'string',
  serverDescription: 'string',
} as const;

async function createOrama(tools: readonly PeerTool[]) {
  const dimensions = tools[0]?.embedding.length ?? 1;
  const database = create({
    schema: { ...texts, embedding: `vector[${dimensions}]` } as const,
    // English stemming is built in; stop words come from its own package. Names are split before: it keeps `_` in words.
    components: { tokenizer: { language: 'english', stemming: true, stopWords: stopwords } },
  });
  const documents = tools.map((tool) => ({
    ...tool,
    name: tool.name.replaceAll('_', ' '),
    embedding: [...tool.embedding],
  }));
  await insertMultiple(database, documents, 500);
  return database;
}

/** Full text: BM25 with stemming and stop words, the name counting more; any word may match. */
export const oramaText: Peer = {
  name: 'Orama, text',
  async build(tools, topK) {
    const database = await createOrama(tools);
    return async (text) => {
      const { hits } = await search(database, {
        term: text,
        properties: [...textFields],
        boost: { name: 2 },
        threshold: 1,
        limit: topK,
      });
      return hits.map(({ id }) => id);
    };
  },
};

/** Both halves alike; no least similarity, for the vectors of short texts are far apart. */
export const oramaHybrid: Peer = {
  name: 'Orama, hybrid',
  async build(tools, topK) {
    const database = await createOrama(tools);
    return async (text, embedding) => {
      const { hits } = await search(database, {
        mode: 'hybrid',
        term: text,
        vector: { value: [...embedding], property: 'embedding' },
        properties: [...textFields],
        boost: { name: 2 },
        threshold: 1,
        similarity: 0,
        hybridWeights: { text: 0.5, vector: 0.5 },
        limit: topK,
      });
      return hits.map(({ id }) => id);
    };
  },
};
