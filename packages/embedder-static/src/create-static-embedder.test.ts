import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createStaticEmbedder, StaticEmbedderError, type StaticModel } from './index.js';
import { readModelFiles } from './testing/own-model.js';
import { trickyTexts } from './testing/tricky-texts.js';

const model = readModelFiles();
const embedder = await createStaticEmbedder();

/** A model of four dimensions and few words, small enough to see through. */
function smallModel(change: Partial<StaticModel> = {}): StaticModel {
  const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'read', '##s', 'file'];
  return {
    config: { ...model.config, modelId: 'small', dimensions: 3, tokens: vocabulary.length },
    vocabulary: vocabulary.join('\n'),
    // Token 5 is (3, 0, 0), 6 is (0, 4, 0), 7 is (0, 0, -2), the unknown one (1, 1, 1), each times its scale.
    vectors: Int8Array.of(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, -2),
    scales: Float32Array.of(1, 1, 1, 1, 1, 1, 1, 0.5),
    ...change,
  };
}

test('a vector is the sum of scaled rows, of unit norm', async () => {
  const { embedText, modelId, dimensions } = await createStaticEmbedder({ model: smallModel() });
  expect({ modelId, dimensions }).toEqual({ modelId: 'small', dimensions: 3 });
  expect([...embedText('Reads')]).toEqual([0.6, 0.8, 0].map(Math.fround));
  expect([...embedText('file')]).toEqual([0, 0, -1]);
  const norm = Math.sqrt(9 + 16 + 1);
  expect([...embedText('reads file')]).toEqual([3 / norm, 4 / norm, -1 / norm].map(Math.fround));
  expect([...embedText('what file')]).toEqual([1 / Math.sqrt(2), 1 / Math.sqrt(2), 0].map(Math.fround));
  expect([...embedText('[PAD]')]).toEqual([0, 0, 0]);
});

test('a text without tokens, or of which none is known, is a vector of zeros', () => {
  for (const text of ['', ' \n\t', '\u0000\u200b\ufeff', '\ud800', '翻译']) {
    expect(embedder.embedText(text)).toEqual(new Float32Array(256));
  }
});

// Computed with numpy in double precision from the files and the ids of the original tokenizer: dimensions 0, 1, 2, 127,
// 254 and 255.
test.each([
  ['Give the money of an order back', [0.0438116, 0.0158797, -0.0282338, -0.041703, 0.0400022, -0.0535259]],
  [
    'read_file: Reads a text file from the disk',
    [-0.0859144, -0.1055555, 0.2293801, -0.0055485, 0.0001289, -0.0255516],
  ],
  ['搜索航班和酒店 ✈', [-0.0580189, 0.1093344, -0.0335009, 0.0241641, 0.0299535, -0.0216071]],
])('%s has the numbers of the script that made the model', (text, expected) => {
  const vector = embedder.embedText(text);
  for (const [at, index] of [0, 1, 2, 127, 254, 255].entries()) expect(vector[index]).toBeCloseTo(expected[at]!, 6);
});

test('what it reads by itself and what is handed over give the same bits', async () => {
  const other = await createStaticEmbedder({ model });
  const texts = trickyTexts.map(([text]) => text);
  expect(await other.embed(texts)).toEqual(await embedder.embed(texts));
});

test('related texts are nearer than others', () => {
  const cosine = (one: string, other: string) => {
    const [first, second] = [embedder.embedText(one), embedder.embedText(other)];
    return first.reduce((sum, value, index) => sum + value * second[index]!, 0);
  };
  const refund = 'give the customer their money back';
  expect(cosine(refund, 'refund_order: Issue a refund of a payment')).toBeGreaterThan(
    2 * cosine(refund, 'forecast: Weather forecast for a city'),
  );
});

test('any text gives a finite vector, of unit norm or of zeros, the first 512 tokens of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const norm = Math.hypot(...embedder.embedText(text));
      expect(Math.abs(norm - Math.round(norm))).toBeLessThan(1e-6);
    }),
  );
  expect(embedder.embedText('read '.repeat(20_000))).toEqual(embedder.embedText('read '.repeat(512)));
  expect(embedder.embedText(`${'read '.repeat(511)}file tool`)).toEqual(
    embedder.embedText(`${'read '.repeat(511)}file`),
  );
});

test('many texts leave others their turn, also when each call has few of them', async () => {
  const text = 'Creates an issue in a repository, with a title, a body and labels. '.repeat(10);
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 0);
  for (let call = 0; call < 200; call += 1) await embedder.embed(new Array(16).fill(text));
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(3);
});

test('one that is aborted right after the call is told so, however little there was to do', async () => {
  const { embed } = await createStaticEmbedder();
  const controller = new AbortController();
  const answer = embed(['refund'], { signal: controller.signal });
  controller.abort(new Error('at once'));
  await expect(answer).rejects.toThrow('at once');
});

test('few long texts leave others their turn, and are aborted between', async () => {
  const long = 'é'.repeat(300_000);
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('enough')), 0);
  await expect(embedder.embed(new Array(12).fill(long), { signal: controller.signal })).rejects.toThrow('enough');
});

test.each<[string, unknown]>([
  ['no list', undefined],
  ['a text, which has characters as a list has texts', 'text'],
  ['a number among texts', ['a', 1]],
  ['a hole among texts', new Array(1)],
])('%s is refused', async (_, texts) => {
  const error = await embedder.embed(texts as string[]).catch((thrown: unknown) => thrown);
  expect(StaticEmbedderError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ code: 'INVALID_INPUT' });
});

test('embedText refuses what is no text', () => {
  expect(() => embedder.embedText(null as never)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});

test.each<[fault: string, change: Partial<StaticModel>, said: RegExp]>([
  ['vectors cut off', { vectors: new Int8Array(23) }, /24 numbers in vectors are wanted, and 23/],
  ['scales cut off', { scales: new Float32Array(7) }, /8 numbers in scales are wanted, and 7/],
  ['another vocabulary', { vocabulary: '[PAD]\n[UNK]' }, /8 lines in vocabulary are wanted, and 2/],
  ['unsigned bytes', { vectors: new Uint8Array(24) as never }, /no Int8Array/],
  ['scales in double precision', { scales: new Float64Array(8) as never }, /no Float32Array/],
  ['a scale that is no number', { scales: new Float32Array(8).fill(Number.NaN) }, /not a finite number/],
  ['no config', { config: undefined as never }, /names no modelId/],
  ['no dimensions', { config: { ...model.config, dimensions: 0 } }, /number of dimensions/],
  ['another tokenizer', { config: { ...smallModel().config, tokenizer: 'byte pairs' } }, /"byte pairs"/],
  ['another pooling', { config: { ...smallModel().config, pooling: 'maximum' } }, /"maximum"/],
  ['a page instead of a vocabulary', { vocabulary: '<html></html>\n'.repeat(8) }, /has no \[PAD\]/],
])('%s: EMBEDDER_MODEL_INVALID', async (_, change, said) => {
  const error = await createStaticEmbedder({ model: smallModel(change) }).catch((thrown: unknown) => thrown);
  expect(StaticEmbedderError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    code: 'EMBEDDER_MODEL_INVALID',
    message: expect.stringMatching(said),
    hint: expect.any(String),
  });
});

test('files that cannot be read: EMBEDDER_MODEL_UNAVAILABLE, with the file and the cause', async () => {
  // The file system of another place: this file is loaded as if it lay in a folder without a model.
  vi.stubGlobal('process', {
    ...process,
    getBuiltinModule: () => ({ readFile: () => Promise.reject(new Error('gone')) }),
  });
  const error = await createStaticEmbedder().catch((thrown: unknown) => thrown);
  vi.unstubAllGlobals();
  expect(StaticEmbedderError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    code: 'EMBEDDER_MODEL_UNAVAILABLE',
    message: expect.stringMatching(/model\/\S+ of the static embedder/),
    hint: expect.stringContaining('beside the folder of the bundle, not into it'),
    cause: { message: 'gone' },
  });
});

test('errors are told apart by their brand', () => {
  expect(StaticEmbedderError.isInstance(new Error('EMBEDDER_MODEL_INVALID'))).toBe(false);
  expect(StaticEmbedderError.isInstance(null)).toBe(false);
});

test.each([
  ['config.json', 'fb934bdb800e6e58ebf74423a8bf474f1052035d005b0a6793ece4ee5b8dd890'],
  ['scales.f32', '55696f7b0fdb393608481a4089423d87c57a010af718e3114d68488b9e5c2fd3'],
  ['vectors.i8', 'f2c95358d2df1c42ded7a1f5068e88e4dfd1925e1c71867d9b79222142ed6b82'],
  ['vocab.txt', '07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3'],
])('%s is the file that make.py made', (name, digest) => {
  const bytes = readFileSync(new URL(`../model/${name}`, import.meta.url));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest);
});
