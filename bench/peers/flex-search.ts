import { Encoder, Index } from 'flexsearch';
import EnglishPreset from 'flexsearch/lang/en';
import { type Peer, textFields } from './peer.js';

/**
 * One text a tool, the name first, since its ranking is by position; its English preset (stemmer and stop words), and
 * `suggest`, without which every word of an intent has to match.
 */
export const flexSearch: Peer = {
  name: 'FlexSearch',
  build(tools, topK) {
    const index = new Index({ tokenize: 'strict', resolution: 9, encoder: new Encoder(EnglishPreset) });
    for (const [position, tool] of tools.entries()) {
      index.add(
        position,
        textFields
          .map((field) => tool[field])
          .filter((text) => text !== '')
          .join(' '),
      );
    }
    return (text) => index.search(text, { limit: topK, suggest: true }).map((position) => tools[Number(position)]!.id);
  },
};
