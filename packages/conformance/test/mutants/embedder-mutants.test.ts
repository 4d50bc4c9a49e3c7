import type { Embedder } from '@agentcards/core';
import { describe, expect, test } from 'vitest';
import { embedderCases } from '../../src/embedder/embedder-cases.js';
import { testEmbedder } from '../../src/vitest/index.js';

const dimensions = 64;

type Embed = Embedder['embed'];

/** Counts pairs of characters: a right embedder as small as can be, to make wrong ones of. */
const countPairs: Embed = async (texts, { signal }) => {
  signal?.throwIfAborted();
  const vectors: Float32Array[] = [];
  for (const [index, text] of texts.entries()) {
    if (index % 100 === 0) await nextTurn();
    signal?.throwIfAborted();
    vectors.push(unit(pairCounts(text)));
  }
  return vectors;
};

testEmbedder(() => embedderOf(countPairs), {
  title: 'an embedder of pairs of characters',
  capabilities: ['cancellation'],
});

/** Embedders with one fault each, and the case that finds it. */
const faults: readonly { readonly fault: string; readonly foundBy: string; readonly embedder: Embedder }[] = [
  {
    fault: 'no name',
    foundBy: 'names its model and how long its vectors are',
    embedder: { ...embedderOf(countPairs), modelId: '' },
  },
  {
    fault: 'a text that comes twice gets one vector',
    foundBy: 'gives one vector a text, also for a text that comes twice',
    embedder: embedderOf((texts, options) => countPairs([...new Set(texts)], options)),
  },
  {
    fault: 'the last text of many is forgotten',
    foundBy: 'gives one vector a text, also for a text that comes twice',
    embedder: embedderOf(async (texts, options) => (await countPairs(texts, options)).slice(0, 8)),
  },
  {
    fault: 'another length than it says',
    foundBy: 'gives vectors of that length, of finite numbers',
    embedder: { ...embedderOf(countPairs), dimensions: dimensions + 1 },
  },
  {
    fault: 'a number that is none',
    foundBy: 'gives vectors of that length, of finite numbers',
    embedder: changed((vector) => vector.fill(Number.NaN, 0, 1)),
  },
  {
    fault: 'a number past single precision',
    foundBy: 'gives vectors of that length, of finite numbers',
    embedder: embedderOf(async (texts, options) =>
      (await countPairs(texts, options)).map(([_first, ...rest]) => [1e39, ...rest]),
    ),
  },
  {
    fault: 'vectors of double precision',
    foundBy: 'gives vectors of that length, of finite numbers',
    // What the types refuse, and JavaScript does not.
    embedder: embedderOf(async (texts, options) =>
      (await countPairs(texts, options)).map((vector) => Float64Array.from(vector) as unknown as Float32Array),
    ),
  },
  {
    fault: 'queries have another length than documents',
    foundBy: 'gives vectors of that length, of finite numbers',
    embedder: embedderOf(async (texts, options) =>
      (await countPairs(texts, options)).map((vector) => vector.slice(0, options.kind === 'query' ? -1 : undefined)),
    ),
  },
  {
    fault: 'throws when there is nothing to do',
    foundBy: 'gives no text no vector',
    embedder: embedderOf(async (texts, options) => {
      if (texts.length === 0) throw new Error('empty batch');
      return countPairs(texts, options);
    }),
  },
  {
    fault: 'throws on an empty text',
    foundBy: 'gives an empty text a vector, between others',
    embedder: embedderOf(async (texts, options) => {
      if (texts.some((text) => text.trim() === '')) throw new Error('empty text');
      return countPairs(texts, options);
    }),
  },
  {
    fault: 'divides by the norm of an empty text',
    foundBy: 'gives an empty text a vector, between others',
    embedder: embedderOf(async (texts, options) =>
      (await countPairs(texts, options)).map((vector, index) =>
        texts[index] === '' ? Float32Array.from(vector, () => Number.NaN) : vector,
      ),
    ),
  },
  {
    fault: 'leaves empty texts out and puts zeros at the end',
    foundBy: 'gives an empty text a vector, between others',
    embedder: embedderOf(async (texts, options) => {
      const vectors = await countPairs(
        texts.filter((text) => text.trim() !== ''),
        options,
      );
      return texts.map((_, index) => vectors[index] ?? new Float32Array(dimensions));
    }),
  },
  {
    fault: 'random',
    foundBy: 'gives the same text the same vector, again',
    embedder: changed((vector) => unit(vector.map((value) => value + Math.random()))),
  },
  {
    fault: 'constant',
    foundBy: 'gives different texts different vectors',
    embedder: changed((vector) => unit(vector.fill(1))),
  },
  {
    fault: 'wrong order',
    foundBy: 'gives vectors in the order of their texts',
    embedder: embedderOf(async (texts, options) => [...(await countPairs(texts, options))].reverse()),
  },
  {
    fault: 'sorts by length, as a fast batch does, and does not sort back',
    foundBy: 'gives vectors in the order of their texts',
    embedder: embedderOf((texts, options) =>
      countPairs(
        [...texts].sort((one, other) => one.length - other.length),
        options,
      ),
    ),
  },
  {
    fault: 'the longest text of a batch shows in the others',
    foundBy: 'gives a text the same vector in a batch as alone',
    embedder: embedderOf(async (texts, options) => {
      const padding = Math.max(0, ...texts.map((text) => text.length));
      const vectors = (await countPairs(texts, options)) as readonly Float32Array[];
      return vectors.map((vector, index) => {
        const padded = vector.slice();
        padded[0]! += (padding - texts[index]!.length) / 1_000;
        return unit(padded);
      });
    }),
  },
  {
    fault: 'wrong from the 18th text of a batch on',
    foundBy: 'gives a text the same vector at every place of a large batch',
    embedder: embedderOf(async (texts, options) =>
      (await countPairs(texts, options)).map((vector, index) => (index < 17 ? vector : unit(raised(vector)))),
    ),
  },
  {
    fault: 'wrong in batches of more than 32 texts',
    foundBy: 'gives a text the same vector at every place of a large batch',
    embedder: embedderOf(async (texts, options) => {
      const vectors = await countPairs(texts, options);
      return texts.length > 32 ? vectors.map((vector) => unit(raised(vector))) : vectors;
    }),
  },
  {
    fault: 'hands out the vectors that it remembers',
    foundBy: 'gives the same vector after the caller has changed the one that was handed out',
    embedder: remembering(),
  },
  {
    fault: 'hands out its own buffer',
    foundBy: 'does not touch vectors that it has handed out',
    embedder: sharing(new Float32Array(100_000)),
  },
  {
    fault: 'calls at the same time write to one list',
    foundBy: 'keeps apart calls at the same time',
    embedder: mixing(),
  },
  {
    fault: 'ignores signals',
    foundBy: 'refuses to start with an aborted signal',
    embedder: embedderOf((texts, { kind }) => countPairs(texts, { kind })),
  },
  {
    fault: 'looks at the signal once, after the start',
    foundBy: 'rejects when it is aborted at work',
    embedder: embedderOf(async (texts, { signal, kind }) => {
      await Promise.resolve();
      signal?.throwIfAborted();
      return countPairs(texts, { kind });
    }),
  },
  {
    fault: 'looks at the signal at the start only',
    foundBy: 'rejects when it is aborted right after the call',
    embedder: embedderOf(async (texts, { signal, kind }) => {
      signal?.throwIfAborted();
      return countPairs(texts, { kind });
    }),
  },
  {
    fault: 'hides why it was aborted',
    foundBy: 'refuses to start with an aborted signal',
    embedder: embedderOf((texts, options) =>
      countPairs(texts, options).catch(() => Promise.reject(new Error('embedding failed'))),
    ),
  },
  {
    fault: 'broken by an abort',
    foundBy: 'works on after an abort',
    embedder: breaking(),
  },
  {
    fault: 'throws on a lone surrogate',
    foundBy: 'takes any text: lone surrogates, zero bytes, emoji, right to left, special tokens',
    embedder: embedderOf(async (texts, options) => {
      texts.map(encodeURIComponent);
      return countPairs(texts, options);
    }),
  },
  {
    fault: 'throws on a long text instead of cutting it',
    foundBy: 'takes texts of 100 kB',
    embedder: embedderOf(async (texts, options) => {
      if (texts.some((text) => text.length > 32_768)) throw new Error('too long');
      return countPairs(texts, options);
    }),
  },
];

describe('wrong embedders', () => {
  test.each(faults)('$fault: found by "$foundBy"', async ({ embedder, foundBy }) => {
    const { check } = embedderCases.find(({ name }) => name === foundBy)!;
    await expect(check({ embedder, tolerance: 1e-6 })).rejects.toThrow();
  });

  test('every case finds one', () => {
    expect([...new Set(faults.map(({ foundBy }) => foundBy))].sort()).toEqual(
      embedderCases.map(({ name }) => name).sort(),
    );
  });
});

function embedderOf(embed: Embed): Embedder {
  return { modelId: 'pairs of characters', dimensions, embed };
}

function changed(change: (vector: Float32Array) => Float32Array): Embedder {
  return embedderOf(async (texts, options) =>
    (await countPairs(texts, options)).map((vector) => change(Float32Array.from(vector))),
  );
}

/** Answers with views of one buffer, as a native library may. */
function sharing(buffer: Float32Array): Embedder {
  return embedderOf(async (texts, options) => {
    for (const [index, vector] of (await countPairs(texts, options)).entries()) buffer.set(vector, index * dimensions);
    return texts.map((_, index) => buffer.subarray(index * dimensions, (index + 1) * dimensions));
  });
}

function remembering(): Embedder {
  const remembered = new Map<string, Float32Array | readonly number[]>();
  return embedderOf(async (texts, options) => {
    const vectors = await countPairs(texts, options);
    return texts.map((text, index) => {
      const vector = remembered.get(text) ?? vectors[index]!;
      remembered.set(text, vector);
      return vector;
    });
  });
}

/** As by a step that is off by one. */
function raised(vector: Float32Array | readonly number[]): Float32Array {
  return Float32Array.from(vector, (value, index) => (index === 0 ? value + 0.5 : value));
}

function mixing(): Embedder {
  let queue: readonly string[] = [];
  return embedderOf(async (texts, options) => {
    queue = texts;
    await nextTurn();
    return countPairs(queue, options);
  });
}

function breaking(): Embedder {
  let broken = false;
  return embedderOf(async (texts, options) => {
    options.signal?.addEventListener('abort', () => {
      broken = true;
    });
    const vectors = await countPairs(texts, options);
    return broken ? vectors.map(() => new Float32Array(dimensions)) : vectors;
  });
}

function pairCounts(text: string): Float32Array {
  const vector = new Float32Array(dimensions);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index) * 31 + (text.charCodeAt(index + 1) || 0);
    vector[code % dimensions]! += 1;
  }
  return vector;
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
