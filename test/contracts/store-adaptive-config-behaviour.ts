import type { AdaptiveConfigStore, AdaptiveValue } from '@agentcards/core';
import { expect } from 'vitest';
import type { Promises } from './store-forgetting-behaviour.js';

const at = (milliseconds: number) => new Date(Date.UTC(2026, 0, 2) + milliseconds);

function value(key: string, number = 0.5, more: Partial<AdaptiveValue> = {}): AdaptiveValue {
  return { key, value: number, updatedAt: at(1), samples: 30, ...more };
}

const keysOf = (values: readonly AdaptiveValue[]) => values.map(({ key }) => key).sort();

/** What the contract promises of `adaptiveConfig`. */
export const adaptiveConfigKeeping: Promises<AdaptiveConfigStore> = {
  'gives back what it was given': async (store) => {
    const values = [
      value('weight.a', -0.25, { updatedAt: at(-1e12), samples: 0 }),
      value('weight.__proto__', 3, { samples: 2_000_000_000 }),
      value("weight.'; --\u0000😀", 0),
    ];
    await store.replace('weight.', values);
    const read = await store.read('weight.');
    expect(read).toHaveLength(3);
    expect(read).toEqual(expect.arrayContaining(values));
  },

  'rounds to single precision, no more and no less': async (store) => {
    const numbers = [0.1, -Math.PI, 1e-30, 16_777_217, Math.fround(0.3)];
    await store.replace(
      'w',
      numbers.map((number, index) => value(`w${index}`, number)),
    );
    const read = new Map((await store.read('w')).map((each) => [each.key, each.value]));
    expect(numbers.map((_number, index) => read.get(`w${index}`))).toEqual(numbers.map(Math.fround));
  },

  'replaces what begins alike, and nothing else': async (store) => {
    await store.replace('weight.', [value('weight.a', 1), value('weight.b', 1)]);
    await store.replace('threshold_', [value('threshold_speculative', 0.75)]);
    await store.replace('WEIGHT.', [value('WEIGHT.a')]);
    await store.replace('weight.', [value('weight.b', 2), value('weight.c', 2)]);
    expect(keysOf(await store.read('weight.'))).toEqual(['weight.b', 'weight.c']);
    expect((await store.read('weight.')).map((each) => each.value)).toEqual([2, 2]);
    expect(await store.read('threshold_')).toEqual([value('threshold_speculative', 0.75)]);
    await store.replace('weight.', []);
    expect(keysOf(await store.read(''))).toEqual(['WEIGHT.a', 'threshold_speculative']);
  },

  'takes a prefix to the letter': async (store) => {
    await store.replace('', [value('a_b'), value('axb'), value('a%b')]);
    expect(keysOf(await store.read('a_'))).toEqual(['a_b']);
    await store.replace('a%', []);
    expect(keysOf(await store.read(''))).toEqual(['a_b', 'axb']);
  },

  'keeps the last of a key': async (store) => {
    await store.replace('a', [value('a', 1), value('a', 2)]);
    expect(await store.read('a')).toEqual([value('a', 2)]);
  },

  'replaces all or nothing': async (store) => {
    await store.replace('a', [value('a1', 1), value('a2', 1)]);
    // No date, and nothing that could be copied.
    const broken = { ...value('a2', 2), updatedAt: (() => 0) as unknown as Date };
    await expect(store.replace('a', [value('a1', 2), broken])).rejects.toThrow();
    expect((await store.read('a')).map((each) => each.value)).toEqual([1, 1]);
  },

  'is never read in part': async (store) => {
    await store.replace('a', [value('a1', 0), value('a2', 0)]);
    let isWriting = true;
    const writing = (async () => {
      for (let index = 1; index <= 8; index++) await store.replace('a', [value('a1', index), value('a2', index)]);
    })().finally(() => {
      isWriting = false;
    });
    while (isWriting) expect(new Set((await store.read('a')).map((each) => each.value)).size).toBe(1);
    await writing;
  },

  'holds more than a statement': async (store) => {
    const values = Array.from({ length: 2_500 }, (_, index) => value(`many ${index}`));
    await store.replace('many', values);
    expect(await store.read('many')).toHaveLength(2_500);
  },

  'shares nothing with its callers': async (store) => {
    const mine = value('mine');
    await store.replace('mine', [mine]);
    mine.updatedAt.setTime(0);
    (await store.read('mine'))[0]!.updatedAt.setTime(0);
    expect(await store.read('mine')).toEqual([value('mine')]);
  },
};
