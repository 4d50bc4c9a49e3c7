import { stopwords } from '@orama/stopwords/english';
import MiniSearch from 'minisearch';
import { type Peer, type PeerTool, textFields } from './peer.js';

/** Any word may match, the name counts more; as its documentation has it, no fuzzy or prefix search for whole words. */
export const miniSearch: Peer = {
  name: 'MiniSearch',
  build: (tools, topK) => {
    const index = createMiniSearch();
    index.addAll(tools);
    return (text) => ids(index, text, topK);
  },
};

const stop = new Set(stopwords);

/** The same without function words, by `processTerm`, as its documentation shows. */
export const miniSearchStopWords: Peer = {
  name: 'MiniSearch, stop words',
  build: (tools, topK) => {
    const index = createMiniSearch((term) => (stop.has(term.toLowerCase()) ? null : term.toLowerCase()));
    index.addAll(tools);
    return (text) => ids(index, text, topK);
  },
};

function createMiniSearch(processTerm?: (term: string) => string | null): MiniSearch<PeerTool> {
  return new MiniSearch<PeerTool>({
    fields: [...textFields],
    searchOptions: { boost: { name: 2 }, combineWith: 'OR' },
    ...(processTerm && { processTerm }),
  });
}

function ids(index: MiniSearch<PeerTool>, text: string, topK: number): string[] {
  return index
    .search(text)
    .slice(0, topK)
    .map(({ id }) => id as string);
}
