import assert from 'node:assert/strict';
import type { Embedder } from '@agentcards/core';
import type { ConformanceCase } from '../conformance-case.js';
import { expectEqual } from '../expect.js';

/** What an embedder may lack: whoever is not capable of `cancellation` works on, and nobody waits. */
export type EmbedderCapability = (typeof embedderCapabilities)[number];

export const embedderCapabilities = ['cancellation'] as const;

/** What the cases are given. */
export interface EmbedderSubject {
  readonly embedder: Embedder;
  /** How far the cosine of two vectors of one text may be from 1. */
  readonly tolerance: number;
}

export type EmbedderCase = ConformanceCase<EmbedderSubject, EmbedderCapability>;

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

/** What the `Embedder` contract promises, each with a check that it is kept. */
export const embedderCases: readonly EmbedderCase[] = [
  {
    name: 'names its model and how long its vectors are',
    promise: 'Names model and variant',
    async check({ embedder: { modelId, dimensions } }) {
      assert.match(modelId, /\S/);
      assert.ok(Number.isInteger(dimensions) && dimensions > 0, `dimensions: ${dimensions}`);
    },
  },
  {
    name: 'gives one vector a text, also for a text that comes twice',
    promise: 'One vector of finite numbers a text, in the order of the texts',
    async check({ embedder }) {
      const doubled = [...texts, ...texts];
      for (const kind of kinds)
        expectEqual((await embedder.embed(doubled, { kind })).length, doubled.length, 'vectors');
    },
  },
  {
    name: 'gives vectors of that length, of finite numbers',
    promise: 'Length of every vector',
    async check({ embedder }) {
      for (const kind of kinds) expectVectors(await embedder.embed(texts, { kind }), embedder);
    },
  },
  {
    name: 'gives no text no vector',
    promise: 'for no texts, no vectors',
    async check({ embedder }) {
      for (const kind of kinds) expectEqual((await embedder.embed([], { kind })).length, 0, 'vectors');
    },
  },
  {
    name: 'gives an empty text a vector, between others',
    promise: 'A text may be empty or longer than the model reads',
    async check({ embedder, tolerance }) {
      const vectors = await embedder.embed(['', texts[0]!, ' \n\t'], { kind: 'document' });
      expectEqual(vectors.length, 3, 'vectors');
      expectVectors(vectors, embedder);
      expectSame(vectors[1]!, await embedOne(embedder, texts[0]!), tolerance);
    },
  },
  {
    name: 'gives the same text the same vector, again',
    promise: 'The same text gives the same vector, alone or in a batch',
    async check({ embedder, tolerance }) {
      for (const kind of kinds) {
        const first = await embedder.embed(texts, { kind });
        const second = await embedder.embed(texts, { kind });
        for (const [index, vector] of first.entries()) expectSame(vector, second[index]!, tolerance);
      }
    },
  },
  {
    name: 'gives different texts different vectors',
    promise: 'Vectors are compared by cosine',
    async check({ embedder, tolerance }) {
      const vectors = await embedder.embed(texts, { kind: 'document' });
      for (const [index, vector] of vectors.entries()) {
        for (const other of vectors.slice(0, index)) assert.ok(cosine(vector, other) < 1 - 10 * tolerance);
      }
    },
  },
  {
    name: 'gives vectors in the order of their texts',
    promise: 'One vector of finite numbers a text, in the order of the texts',
    async check({ embedder }) {
      const forward = await embedder.embed(texts, { kind: 'document' });
      const backward = await embedder.embed([...texts].reverse(), { kind: 'document' });
      const alone = await Promise.all(texts.map((text) => embedOne(embedder, text)));
      const nearest = (vector: Vector) => {
        const cosines = alone.map((other) => cosine(vector, other));
        return cosines.indexOf(Math.max(...cosines));
      };
      const order = texts.map((_, index) => index);
      assert.deepEqual(forward.map(nearest), order);
      assert.deepEqual(backward.map(nearest), order.reverse());
    },
  },
  {
    name: 'gives a text the same vector in a batch as alone',
    promise: 'The same text gives the same vector, alone or in a batch',
    async check({ embedder, tolerance }) {
      const batch = await embedder.embed(texts, { kind: 'document' });
      for (const [index, text] of texts.entries()) {
        expectSame(batch[index]!, await embedOne(embedder, text), tolerance);
      }
    },
  },
  {
    name: 'gives a text the same vector at every place of a large batch',
    promise: 'The same text gives the same vector, alone or in a batch',
    async check({ embedder, tolerance }) {
      // More than are embedded at a time unless somebody says otherwise.
      const many = [...texts, ...manyTexts.slice(0, 120)];
      const forward = await embedder.embed(many, { kind: 'document' });
      const backward = await embedder.embed([...many].reverse(), { kind: 'document' });
      for (const [index, vector] of forward.entries()) expectSame(vector, backward.at(-1 - index)!, tolerance);
      for (const [index, text] of texts.entries()) {
        expectSame(forward[index]!, await embedOne(embedder, text), tolerance);
      }
    },
  },
  {
    name: 'does not touch vectors that it has handed out',
    promise: "What it has handed out is the caller's",
    async check({ embedder }) {
      const [first] = await embedder.embed([texts[0]!], { kind: 'document' });
      const copy = [...first!];
      await embedder.embed([...texts].reverse(), { kind: 'document' });
      assert.deepEqual([...first!], copy);
    },
  },
  {
    name: 'gives the same vector after the caller has changed the one that was handed out',
    promise: "What it has handed out is the caller's",
    async check({ embedder, tolerance }) {
      const handedOut = await embedOne(embedder, texts[0]!);
      const before = [...handedOut];
      (handedOut as number[] | Float32Array).fill(0);
      expectSame(await embedOne(embedder, texts[0]!), before, tolerance);
    },
  },
  {
    name: 'keeps apart calls at the same time',
    promise: 'Calls may overlap',
    async check({ embedder, tolerance }) {
      const alone: Vector[] = [];
      for (const text of texts) alone.push(await embedOne(embedder, text));
      const together = await Promise.all(texts.map((text) => embedOne(embedder, text)));
      for (const [index, vector] of together.entries()) expectSame(vector, alone[index]!, tolerance);
    },
  },
  {
    name: 'refuses to start with an aborted signal',
    promise: 'the call rejects with its reason, or with an error that it caused',
    needs: 'cancellation',
    async check({ embedder }) {
      const reason = new Error('aborted before');
      const signal = AbortSignal.abort(reason);
      await expectAborted(() => embedder.embed([texts[0]!], { signal, kind: 'query' }), reason);
    },
  },
  {
    name: 'rejects when it is aborted right after the call',
    promise: 'the call rejects with its reason, or with an error that it caused',
    needs: 'cancellation',
    async check({ embedder }) {
      const reason = new Error('aborted at once');
      const controller = new AbortController();
      const answer = embedder.embed(manyTexts, { signal: controller.signal, kind: 'document' });
      controller.abort(reason);
      await expectAborted(() => answer, reason);
    },
  },
  {
    name: 'rejects when it is aborted at work',
    promise: 'the call rejects with its reason, or with an error that it caused',
    needs: 'cancellation',
    async check({ embedder }) {
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
      if (settled) return expectEqual((await answer).length, manyTexts.length, 'vectors');
      controller.abort(reason);
      await expectAborted(() => end, reason);
    },
  },
  {
    name: 'works on after an abort',
    promise: 'Calls may overlap, and one that fails or is aborted leaves the others as they are',
    async check({ embedder, tolerance }) {
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
    promise: 'One vector of finite numbers a text, in the order of the texts',
    async check({ embedder }) {
      for (const kind of kinds) {
        const vectors = await embedder.embed(strangeTexts, { kind });
        expectEqual(vectors.length, strangeTexts.length, 'vectors');
        expectVectors(vectors, embedder);
      }
    },
  },
  {
    name: 'takes texts of 100 kB',
    promise: 'A text may be empty or longer than the model reads',
    async check({ embedder }) {
      const vectors = await embedder.embed(hugeTexts, { kind: 'document' });
      expectEqual(vectors.length, hugeTexts.length, 'vectors');
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
    const isTyped = Object.prototype.toString.call(vector) === '[object Float32Array]';
    assert.ok(isTyped || Array.isArray(vector), 'a vector is neither a Float32Array nor an array of numbers');
    expectEqual(vector.length, dimensions, 'numbers of a vector');
    // In single precision, as they are kept.
    const isKept = (value: unknown) => typeof value === 'number' && Number.isFinite(Math.fround(value));
    assert.ok([...vector].every(isKept), 'a number of the vector is not finite in single precision');
  }
}

function expectSame(vector: Vector, other: Vector, tolerance: number): void {
  assert.ok(cosine(vector, other) >= 1 - tolerance, `cosine ${cosine(vector, other)}`);
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
  assert.equal(answered, false, 'an aborted call gives an answer');
  assert.ok(causes.includes(reason), 'the reason of the signal is no cause of the rejection');
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
