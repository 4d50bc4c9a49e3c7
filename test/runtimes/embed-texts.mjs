// Runs in Node, Deno and Bun: prints the vectors of texts.json as the bits of their numbers.
import { readFileSync } from 'node:fs';
import { createStaticEmbedder } from '@agentcards/embedder-static';

const texts = JSON.parse(readFileSync(new URL('texts.json', import.meta.url), 'utf8'));
const embedder = await createStaticEmbedder();
const vectors = await embedder.embed(texts);
console.log(JSON.stringify(vectors.map((vector) => [...new Uint32Array(vector.buffer)])));
