// Runs in a page: embeds here by the files of the package, and in a Worker by parts that are handed over; then where the
// files are missing.
import { createStaticEmbedder } from '/package/dist/index.js';

const bitsOf = (vectors) => vectors.map((vector) => [...new Uint32Array(vector.buffer)]);
const bytesOf = async (path) => (await fetch(path)).arrayBuffer();

async function inThisPage(texts) {
  const embedder = await createStaticEmbedder();
  return bitsOf(await embedder.embed(texts));
}

async function inWorker(texts) {
  const model = {
    config: await (await fetch('/package/model/config.json')).json(),
    vocabulary: await (await fetch('/package/model/vocab.txt')).text(),
    vectors: new Int8Array(await bytesOf('/package/model/vectors.i8')),
    scales: new Float32Array(await bytesOf('/package/model/scales.f32')),
  };
  const worker = new Worker('/worker.mjs', { type: 'module' });
  const vectors = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    worker.postMessage({ model, texts });
  });
  worker.terminate();
  return bitsOf(vectors);
}

async function withoutFiles(folder) {
  const other = await import(`/${folder}/dist/index.js`);
  return other.createStaticEmbedder().catch(({ code }) => code);
}

async function report() {
  const texts = await (await fetch('/texts.json')).json();
  return {
    page: await inThisPage(texts),
    worker: await inWorker(texts),
    absent: await withoutFiles('absent'),
    replaced: await withoutFiles('replaced'),
  };
}

const answer = await report().catch((error) => ({ error: String(error?.stack ?? error?.message ?? error) }));
await fetch('/report', { method: 'POST', body: JSON.stringify(answer) });
