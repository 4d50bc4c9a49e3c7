import type { Embedder } from '@agentcards/core';
import { beforeAll, describe, expect, test } from 'vitest';

/** One promise of the `Embedder` contract: rejects with what is wrong when the embedder does not keep it. */
export interface EmbedderCase {
  readonly name: string;
  check(embedder: Embedder, tolerance: number): Promise<void>;
}

export interface DescribeEmbedderOptions {
  /**
   * How far the cosine of two vectors of one text may be from 1. Models that quantise activations give a text another
   * vector in another batch: say here by how much.
   * @default 1e-6
   */
  readonly tolerance?: number | undefined;
  /** Why these tests cannot run here, for example because a model is absent; undefined: they run. */
  readonly skip?: string | undefined;
}

/** Proves the contract for an embedder, which is created once for all cases. */
export function describeEmbedder(
  name: string,
  create: () => Embedder | Promise<Embedder>,
  { tolerance = 1e-6, skip }: DescribeEmbedderOptions = {},
): void {
  describe(skip === undefined ? name : `${name} (skipped: ${skip})`, () => {
    let embedder: Embedder;
    beforeAll(async () => {
      if (skip === undefined) embedder = await create();
    });

    test.for(embedderCases)('$name', async ({ check }, context) => {
      if (skip !== undefined) context.skip(skip);
      await check(embedder, tolerance);
    });
  });
}

type Vector = Float32Array | readonly number[];

const kinds = ['query', 'document'] as const;

/** Short texts of which no two mean the same. */
const texts: readonly string[] = Object.freeze([
  'Give the money of an order back',
  'weather forecast for a city',
  'a',
  'read_file: Reads a text file from the disk. Parameters: path, encoding',
  'List all open pull requests of the repository that wait for a review, newest first, with author and labels',
  'translate',
  'Übersetzt Texte ins Französische',
  '搜索航班和酒店',
]);

/** What texts of foreign servers can be. */
const strangeTexts: readonly string[] = Object.freeze([
  'lone \ud800 surrogate',
  '\udfff',
  'zero \u0000 byte',
  '🌍🚀👩‍👩‍👧‍👦',
  'ترجمة النصوص إلى العربية',
  'line\r\nbreak\ttab\u2028separator',
  '\u202egnirts\u202c \ufeff\u200b',
  '__proto__ constructor toString',
  '<|endoftext|> [CLS] [MASK] [UNK] ##ing',
  'A\u0301'.repeat(60),
  '½ ﬁ ㎏ Ⅷ',
  '!?#$%&',
]);

const hugeTexts: readonly string[] = Object.freeze([
  'lorem ipsum dolor '.repeat(6_000),
  'x'.repeat(100_000),
  '字'.repeat(33_000),
]);

/** Texts enough to keep an embedder at work for more than one turn. */
const manyTexts: readonly string[] = Object.freeze(Array.from({ length: 1_000 }, (_, index) => `tool number ${index}`));

export const embedderCases: readonly EmbedderCase[] = [
  {
    name: 'names its model and how long its vectors are',
    async check({ modelId, dimensions }) {
      expect(modelId).toMatch(/\S/);
      expect(Number.isInteger(dimensions) && dimensions > 0, `dimensions: ${dimensions}`).toBe(true);
    },
  },
  {
    name: 'gives one vector a text, also for a text that comes twice',
    async check(embedder) {
      const doubled = [...texts, ...texts];
      for (const kind of kinds) expect(await embedder.embed(doubled, { kind })).toHaveLength(doubled.length);
    },
  },
  {
    name: 'gives vectors of that length, of finite numbers',
    async check(embedder) {
      for (const kind of kinds) expectVectors(await embedder.embed(texts, { kind }), embedder);
    },
  },
  {
    name: 'gives vectors of unit norm',
    async check(embedder) {
      for (const kind of kinds) {
        for (const vector of await embedder.embed(texts, { kind })) expect(norm(vector)).toBeCloseTo(1, 3);
      }
    },
  },
  {
    name: 'gives no text no vector',
    async check(embedder) {
      for (const kind of kinds) expect(await embedder.embed([], { kind })).toHaveLength(0);
    },
  },
  {
    name: 'gives an empty text a vector of unit norm or of zeros, between others',
    async check(embedder, tolerance) {
      const vectors = await embedder.embed(['', texts[0]!, ' \n\t'], { kind: 'document' });
      expect(vectors).toHaveLength(3);
      expectVectors(vectors, embedder);
      for (const vector of vectors) expect(Math.abs(norm(vector) - Math.round(norm(vector)))).toBeLessThan(1e-3);
      expectSame(vectors[1]!, await embedOne(embedder, texts[0]!), tolerance);
    },
  },
  {
    name: 'gives the same text the same vector, again',
    async check(embedder, tolerance) {
      for (const kind of kinds) {
        const first = await embedder.embed(texts, { kind });
        const second = await embedder.embed(texts, { kind });
        for (const [index, vector] of first.entries()) expectSame(vector, second[index]!, tolerance);
      }
    },
  },
  {
    name: 'gives different texts different vectors',
    async check(embedder, tolerance) {
      const vectors = await embedder.embed(texts, { kind: 'document' });
      for (const [index, vector] of vectors.entries()) {
        for (const other of vectors.slice(0, index)) expect(cosine(vector, other)).toBeLessThan(1 - 10 * tolerance);
      }
    },
  },
  {
    name: 'gives vectors in the order of their texts',
    async check(embedder) {
      const forward = await embedder.embed(texts, { kind: 'document' });
      const backward = await embedder.embed([...texts].reverse(), { kind: 'document' });
      const alone = await Promise.all(texts.map((text) => embedOne(embedder, text)));
      const nearest = (vector: Vector) => {
        const cosines = alone.map((other) => cosine(vector, other));
        return cosines.indexOf(Math.max(...cosines));
      };
      const order = texts.map((_, index) => index);
      expect(forward.map(nearest)).toEqual(order);
      expect(backward.map(nearest)).toEqual(order.reverse());
    },
  },
  {
    name: 'gives a text the same vector in a batch as alone',
    async check(embedder, tolerance) {
      const batch = await embedder.embed(texts, { kind: 'document' });
      for (const [index, text] of texts.entries()) {
        expectSame(batch[index]!, await embedOne(embedder, text), tolerance);
      }
    },
  },
  {
    name: 'does not touch vectors that it has handed out',
    async check(embedder) {
      const [first] = await embedder.embed([texts[0]!], { kind: 'document' });
      const copy = [...first!];
      await embedder.embed([...texts].reverse(), { kind: 'document' });
      expect([...first!]).toEqual(copy);
    },
  },
  {
    name: 'keeps apart calls at the same time',
    async check(embedder, tolerance) {
      const alone: Vector[] = [];
      for (const text of texts) alone.push(await embedOne(embedder, text));
      const together = await Promise.all(texts.map((text) => embedOne(embedder, text)));
      for (const [index, vector] of together.entries()) expectSame(vector, alone[index]!, tolerance);
    },
  },
  {
    name: 'refuses to start with an aborted signal',
    async check(embedder) {
      const reason = new Error('aborted before');
      const signal = AbortSignal.abort(reason);
      await expectAborted(() => embedder.embed([texts[0]!], { signal, kind: 'query' }), reason);
    },
  },
  {
    name: 'rejects when it is aborted right after the call',
    async check(embedder) {
      const reason = new Error('aborted at once');
      const controller = new AbortController();
      const answer = embedder.embed(manyTexts, { signal: controller.signal, kind: 'document' });
      controller.abort(reason);
      await expectAborted(() => answer, reason);
    },
  },
  {
    name: 'rejects when it is aborted at work',
    async check(embedder) {
      const reason = new Error('aborted later');
      const controller = new AbortController();
      let settled = false;
      const answer = embedder.embed(manyTexts, { signal: controller.signal, kind: 'document' });
      const end = answer.finally(() => {
        settled = true;
      });
      // Handled below; until then a rejection is nobody's.
      end.catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (settled) return expect(await answer).toHaveLength(manyTexts.length);
      controller.abort(reason);
      await expectAborted(() => end, reason);
    },
  },
  {
    name: 'works on after an abort',
    async check(embedder, tolerance) {
      const before = await embedOne(embedder, texts[0]!);
      const controller = new AbortController();
      const answer = embedder.embed(manyTexts, { signal: controller.signal, kind: 'document' });
      controller.abort();
      await answer.catch(() => {});
      expectSame(await embedOne(embedder, texts[0]!), before, tolerance);
    },
  },
  {
    name: 'takes any text: lone surrogates, zero bytes, emoji, right to left, special tokens',
    async check(embedder) {
      for (const kind of kinds) {
        const vectors = await embedder.embed(strangeTexts, { kind });
        expect(vectors).toHaveLength(strangeTexts.length);
        expectVectors(vectors, embedder);
      }
    },
  },
  {
    name: 'takes texts of 100 kB',
    async check(embedder) {
      const vectors = await embedder.embed(hugeTexts, { kind: 'document' });
      expect(vectors).toHaveLength(hugeTexts.length);
      expectVectors(vectors, embedder);
    },
  },
];

async function embedOne(embedder: Embedder, text: string): Promise<Vector> {
  const [vector] = await embedder.embed([text], { kind: 'document' });
  return vector!;
}

function expectVectors(vectors: readonly Vector[], { dimensions }: Embedder): void {
  for (const vector of vectors) {
    expect(vector).toHaveLength(dimensions);
    expect([...vector].every(Number.isFinite), 'all numbers of the vector are finite').toBe(true);
  }
}

function expectSame(vector: Vector, other: Vector, tolerance: number): void {
  expect(cosine(vector, other)).toBeGreaterThanOrEqual(1 - tolerance);
}

/** The reason of the signal, as it is or as the cause of an error of the embedder. */
async function expectAborted(call: () => Promise<unknown>, reason: Error): Promise<void> {
  const causes: unknown[] = [];
  let answered = true;
  try {
    await call();
  } catch (error) {
    answered = false;
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) causes.push(cause);
  }
  expect(answered, 'an aborted call gives an answer').toBe(false);
  expect(causes).toContain(reason);
}

function dot(vector: Vector, other: Vector): number {
  let sum = 0;
  for (let index = 0; index < vector.length; index += 1) sum += vector[index]! * other[index]!;
  return sum;
}

function norm(vector: Vector): number {
  return Math.sqrt(dot(vector, vector));
}

/** 1 for two zero vectors, which are as equal as vectors can be. */
function cosine(vector: Vector, other: Vector): number {
  const norms = norm(vector) * norm(other);
  return norms === 0 ? Number(norm(vector) === norm(other)) : dot(vector, other) / norms;
}
