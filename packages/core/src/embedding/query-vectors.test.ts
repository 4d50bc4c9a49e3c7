import { expect, test } from 'vitest';
import type { Embedder } from '../contracts/embedder.js';
import { embeddingSettings } from './embedding-options.js';
import { QueryVectors } from './query-vectors.js';

const endless = new AbortController().signal;

function queriesOver(embed: (texts: readonly string[]) => Promise<number[][]>, now: () => number, cachedQueries = 2) {
  const calls: (readonly string[])[] = [];
  const embedder: Embedder = {
    modelId: 'model',
    dimensions: 1,
    embed: (texts) => {
      calls.push(texts);
      return embed(texts);
    },
  };
  return {
    calls,
    queries: new QueryVectors(embedder, embeddingSettings({ cachedQueries, queryTimeoutMs: 5 }), { now }),
  };
}

const lengths = async (texts: readonly string[]) => texts.map((text) => [text.length]);

test('texts that are remembered are not embedded again; the least recently used is forgotten first', async () => {
  const { calls, queries } = queriesOver(lengths, () => 0);
  for (const text of ['a', 'bb', 'a', 'ccc', 'a', 'bb']) {
    expect(await queries.of(text, endless)).toEqual(Float32Array.of(text.length));
  }
  expect(calls).toEqual([['a'], ['bb'], ['ccc'], ['bb']]);
});

test('nothing is remembered where nothing is to be', async () => {
  const { calls, queries } = queriesOver(lengths, () => 0, 0);
  for (const text of ['a', 'a']) expect(await queries.of(text, endless)).toEqual(Float32Array.of(1));
  expect(calls).toHaveLength(2);
});

test('an embedder that let a query wait in vain is left alone for a while', async () => {
  let now = 0;
  let isDeaf = true;
  const { calls, queries } = queriesOver(
    (texts) => (isDeaf ? new Promise(() => {}) : lengths(texts)),
    () => now,
  );
  const ask = (text: string) => queries.of(text, endless);
  await expect(ask('a')).rejects.toMatchObject({ code: 'EMBEDDER_FAILED', cause: { name: 'DeadlineError' } });
  await expect(ask('b')).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  expect(calls).toHaveLength(1);
  isDeaf = false;
  now = 60_000;
  expect(await ask('b')).toEqual(Float32Array.of(1));
});

test('one that throws is asked again the next time', async () => {
  let isBroken = true;
  const { queries } = queriesOver(
    async (texts) => {
      if (isBroken) throw new Error('out of order');
      return lengths(texts);
    },
    () => 0,
  );
  await expect(queries.of('a', endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  isBroken = false;
  expect(await queries.of('a', endless)).toEqual(Float32Array.of(1));
});
