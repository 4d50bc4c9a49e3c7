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

test('an embedder that let a query wait in vain is left alone: briefly at first, then for longer', async () => {
  let now = 0;
  let isDeaf = true;
  const { calls, queries } = queriesOver(
    (texts) => (isDeaf ? new Promise(() => {}) : lengths(texts)),
    () => now,
  );
  const isAsked = async (text: string) => {
    const before = calls.length;
    await expect(queries.of(text, endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    return calls.length > before;
  };
  const pause = async (seconds: number) => {
    expect(await isAsked('silence')).toBe(true);
    now += seconds * 1_000 - 1;
    expect(await isAsked('during the pause')).toBe(false);
    now += 1;
  };
  for (const seconds of [1, 2, 4, 8, 16, 30, 30]) await pause(seconds);
  isDeaf = false;
  expect(await queries.of('b', endless)).toEqual(Float32Array.of(1));
  isDeaf = true;
  await pause(1);
});

test('queries that wait in vain at the same time are one silence', async () => {
  let now = 0;
  const { calls, queries } = queriesOver(
    () => new Promise(() => {}),
    () => now,
  );
  await Promise.allSettled(['a', 'b', 'c', 'd'].map((text) => queries.of(text, endless)));
  now += 1_000;
  await expect(queries.of('e', endless)).rejects.toMatchObject({ cause: { name: 'DeadlineError' } });
  expect(calls).toHaveLength(5);
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
