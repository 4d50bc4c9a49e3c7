/*
 * Syncs tools and embeds them slowly, until it is killed or done; with two models, changes from the first to the second
 * then. Writes the text of each document that goes through an embedder, and "done" at the end:
 *
 *   node embedder.mjs DIRECTORY MODEL [NEXT_MODEL]
 */
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createAgentCards } from 'agentcards';
import { manyTools, vectorOf } from './vectors.mjs';

const [dataDir, model, next] = process.argv.slice(2);

/** @param {string} modelId */
const slow = (modelId) => ({
  modelId,
  dimensions: modelId.length,
  /** @param {readonly string[]} texts @param {{ kind: string }} options */
  async embed(texts, { kind }) {
    if (kind === 'document') {
      await setTimeout(25);
      for (const text of texts) writeSync(1, `${modelId}\t${text}\n`);
    }
    return texts.map((text) => vectorOf(text, modelId.length));
  },
});

const cards = await createAgentCards({
  dataDir,
  embedder: slow(String(model)),
  embedding: { batchSize: 4, writeIntervalMs: 100 },
});
await cards.tools.sync(manyTools);
await cards.tools.embedded();
if (next !== undefined) await cards.tools.reembed(slow(next));
writeSync(1, 'done\n');
await cards.close();
