import createBm25 from 'wink-bm25-text-search';
import utilities from 'wink-nlp-utils';
import { type Peer, textFields } from './peer.js';

/** BM25 over fields, the name counting more; lower case, stop words and stemming by the package that goes with it. */
export const winkBm25: Peer = {
  name: 'wink BM25',
  build(tools, topK) {
    const engine = createBm25();
    engine.defineConfig({
      fldWeights: Object.fromEntries(textFields.map((field) => [field, field === 'name' ? 2 : 1])),
    });
    const { string, tokens } = utilities;
    engine.definePrepTasks([
      string.lowerCase,
      (text: string) => text.replaceAll('_', ' '),
      string.tokenize0,
      tokens.removeWords,
      tokens.stem,
    ]);
    for (const [position, tool] of tools.entries()) engine.addDoc(tool, position);
    engine.consolidate();
    return (text) => engine.search(text, topK).map(([position]) => tools[Number(position)]!.id);
  },
};
