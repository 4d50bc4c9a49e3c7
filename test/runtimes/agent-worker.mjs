// Bundled for workerd, which has no files: the parts of the model are bindings.
import { agentAnswers } from './agent-answers.mjs';

export default {
  async test(_controller, { config, vocabulary, vectors, scales }) {
    const model = { config, vocabulary, vectors: new Int8Array(vectors), scales: new Float32Array(scales) };
    console.log(await agentAnswers({ model }));
  },
};
