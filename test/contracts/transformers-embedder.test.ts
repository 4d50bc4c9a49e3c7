import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testEmbedder } from '@agentcards/conformance/vitest';
import {
  createTransformersEmbedder,
  knownModels,
  type ModelFileProgress,
  type TransformersEmbedderOptions,
} from '@agentcards/core/transformers';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from './fixtures.js';
import { snippets } from './readme-blocks.js';
import { root } from './repository.js';
import { installBeside, makeTinyModel, modelsFolder, obtainTransformers } from './transformers-peer.js';

const peer = await obtainTransformers();
const { skip } = peer;
const document = { kind: 'document' } as const;
const miniLm = { model: 'all-MiniLM-L6-v2', localModelPath: modelsFolder };
const tinyFolder = skip === undefined ? await makeTinyModels() : '';
const tiny = { model: 'tiny-bert', dtype: 'fp32', localModelPath: tinyFolder } as const;

describe('without the peer, as this workspace is', () => {
  test('the error says what to install', async () => {
    await expect(createTransformersEmbedder({ model: 'Xenova/all-MiniLM-L6-v2' })).rejects.toMatchObject({
      code: 'EMBEDDER_PACKAGE_MISSING',
      hint: expect.stringContaining('npm install @huggingface/transformers'),
      cause: expect.any(Error),
    });
  });

  test.each<[string, Partial<TransformersEmbedderOptions>]>([
    ['no model', { model: '' }],
    ['a folder for a model', { model: '/models/all-MiniLM-L6-v2' }],
    ['a way out of the folder', { model: '../all-MiniLM-L6-v2' }],
    ['an unknown dtype', { dtype: 'q3' as 'q4' }],
    ['an unknown pooling', { pooling: 'max' as 'mean' }],
    ['no token', { maxTokens: 0 }],
    ['batches of nothing', { batchSize: 0 }],
    ['a prefix that is no text', { queryPrefix: 1 as unknown as string }],
  ])('options that cannot work are refused: %s', async (_, options) => {
    await expect(createTransformersEmbedder({ model: 'all-MiniLM-L6-v2', ...options })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('known models have a pooling and names that are looked up', () => {
    for (const [name, { pooling, maxTokens = 512 }] of knownModels) {
      expect(name).toBe(name.toLowerCase().replace(/-onnx$/, ''));
      expect(['mean', 'cls']).toContain(pooling);
      expect(maxTokens).toBeGreaterThanOrEqual(128);
    }
  });
});

describe.skipIf(skip !== undefined)(`the contract${skip === undefined ? '' : ` (skipped: ${skip})`}`, () => {
  const capabilities = ['cancellation'] as const;
  // A model that is quantised scales a batch as a whole.
  testEmbedder(() => create(miniLm), { title: 'all-MiniLM-L6-v2, int8', capabilities, tolerance: 0.02 });
  for (const pooling of ['mean', 'cls'] as const) {
    const title = `a tiny model, float32, ${pooling}`;
    testEmbedder(() => create({ ...tiny, pooling }), { title, capabilities, tolerance: 1e-5 });
  }
});

describe.skipIf(skip !== undefined)(`with the peer${skip === undefined ? '' : ` (skipped: ${skip})`}`, () => {
  test('paraphrases are nearer than texts of other things', async () => {
    await using embedder = await create(miniLm);
    const pairs = [
      ['refund an order', 'Give the money of a purchase back to the customer'],
      ['what will the weather be tomorrow', 'Forecast of temperature and rain for a city'],
      ['open a ticket about a bug', 'Create a new issue in the tracker'],
      ['translate a sentence into French', 'Convert text from one language to another'],
    ] as const;
    const queries = await embedder.embed(
      pairs.map(([query]) => query),
      { kind: 'query' },
    );
    const documents = await embedder.embed(
      pairs.map(([, text]) => text),
      document,
    );
    for (const [index, query] of queries.entries()) {
      const cosines = documents.map((other) => cosine(query, other));
      expect(cosines.indexOf(Math.max(...cosines))).toBe(index);
    }
    expect(embedder).toMatchObject({
      dimensions: 384,
      modelId: 'all-MiniLM-L6-v2?dtype=q8&pooling=mean&maxTokens=256',
    });
  });

  test('pooling, prefixes and the longest text change vectors, and modelId with them', async () => {
    const variants: Partial<TransformersEmbedderOptions>[] = [
      { pooling: 'mean' },
      { pooling: 'cls' },
      { queryPrefix: 'query: ' },
      { documentPrefix: 'passage: ' },
      { maxTokens: 4 },
    ];
    const text = 'search a file in the repository';
    const seen = new Set<string>();
    const answers: { query: Vector; document: Vector }[] = [];
    for (const options of variants) {
      await using embedder = await create({ ...tiny, ...options });
      expect(embedder.dimensions).toBe(1024);
      seen.add(embedder.modelId);
      const [query] = await embedder.embed([text], { kind: 'query' });
      const [vector] = await embedder.embed([text], document);
      answers.push({ query: query!, document: vector! });
    }
    expect(seen.size).toBe(variants.length);
    const [mean, cls, queryPrefixed, documentPrefixed, cut] = answers;
    expect(mean!.query).toEqual(mean!.document);
    for (const other of [cls, documentPrefixed, cut])
      expect(cosine(mean!.document, other!.document)).toBeLessThan(0.999);
    expect(cosine(mean!.query, queryPrefixed!.query)).toBeLessThan(0.999);
    expect(queryPrefixed!.document).toEqual(mean!.document);
    expect(documentPrefixed!.query).toEqual(mean!.query);
  });

  test('a known model gets its settings, by the last part of its name and in any case; options go before', async () => {
    await using known = await create({ ...tiny, model: 'onnx-community/BGE-small-en-v1.5-ONNX' });
    expect(known.modelId).toContain('pooling=cls&maxTokens=512&queryPrefix=Represent+this+sentence');
    await using own = await create({ ...tiny, model: 'onnx-community/BGE-small-en-v1.5-ONNX', queryPrefix: '' });
    expect(own.modelId).toContain('pooling=cls&maxTokens=512');
    expect(own.modelId).not.toContain('Represent');
  });

  test('progress is told for every file, and what a listener throws comes out', async () => {
    const progress: ModelFileProgress[] = [];
    await using _ = await create({ ...tiny, onProgress: (event) => void progress.push(event) });
    const whole = progress.filter(({ loaded, total }) => loaded === total).map(({ file }) => file);
    expect(whole).toEqual(expect.arrayContaining(['config.json', 'tokenizer.json', 'onnx/model.onnx']));
    const thrown = new Error('listener');
    const throwing = create({
      ...tiny,
      onProgress() {
        throw thrown;
      },
    });
    await expect(throwing).rejects.toBe(thrown);
  });

  test('a model that is missing, in part or broken is told apart from one that is there', async () => {
    const folder = await temporaryDirectory();
    for (const name of ['no-tokenizer', 'broken', 'partial']) {
      await cp(join(tinyFolder, 'tiny-bert'), join(folder, name), { recursive: true });
    }
    await truncate(join(folder, 'broken/onnx/model.onnx'), 1_000);
    await truncate(join(folder, 'no-tokenizer/tokenizer.json'), 0);
    const failing = (options: Partial<TransformersEmbedderOptions>) =>
      create({ ...tiny, localModelPath: folder, cacheDir: folder, ...options }).then(
        () => 'no error',
        (error: unknown) => error,
      );
    const unavailable = { code: 'EMBEDDER_MODEL_UNAVAILABLE', cause: expect.any(Error) };
    const absent = {
      ...unavailable,
      message: expect.stringContaining('is not in'),
      hint: expect.stringMatching(/allowRemote/),
    };
    const unreadable = { ...unavailable, message: expect.stringContaining('cannot be read') };
    expect(await failing({ model: 'nowhere' })).toMatchObject(absent);
    expect(await failing({ model: 'partial', dtype: 'q4' })).toMatchObject(absent);
    expect(await failing({ model: 'broken' })).toMatchObject(unreadable);
    expect(await failing({ model: 'no-tokenizer' })).toMatchObject(unreadable);
    expect(await failing({ model: 'partial', device: 'abacus' })).toMatchObject(unreadable);
  });

  test('nothing is asked of the network unless allowed; then the model is kept, and found without it', async () => {
    const { env } = library();
    const before = { ...env };
    const asked: string[] = [];
    const server = createServer(async (request, response) => {
      asked.push(request.url!);
      const path = join(tinyFolder, 'tiny-bert', request.url!.split('/main/')[1] ?? '');
      if (!existsSync(path)) return void response.writeHead(404).end();
      response.end(await readFile(path));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const cacheDir = await temporaryDirectory();
    const options = { model: 'someone/tiny', dtype: 'fp32', cacheDir, localModelPath: cacheDir } as const;
    try {
      env.remoteHost = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      env.fetch = (input, init) => fetch(input, init);
      await expect(create(options)).rejects.toMatchObject({ code: 'EMBEDDER_MODEL_UNAVAILABLE' });
      expect(asked).toEqual([]);

      const missing = create({ ...options, allowRemote: true, dtype: 'q8' });
      await expect(missing).rejects.toMatchObject({
        code: 'EMBEDDER_MODEL_UNAVAILABLE',
        message: expect.stringContaining('cannot be downloaded'),
      });
      const progress: ModelFileProgress[] = [];
      await using downloaded = await create({
        ...options,
        allowRemote: true,
        onProgress: (event) => void progress.push(event),
      });
      expect(asked.some((url) => url.endsWith('/onnx/model.onnx'))).toBe(true);
      expect(progress.some(({ file, loaded, total }) => file === 'onnx/model.onnx' && loaded === total)).toBe(true);

      asked.length = 0;
      await using again = await create(options);
      await using andAgain = await create({ ...options, allowRemote: true });
      expect(asked).toEqual([]);
      const vectors = await Promise.all([downloaded, again, andAgain].map((one) => one.embed(['a'], document)));
      expect(vectors[1]).toEqual(vectors[0]);
      expect(vectors[2]).toEqual(vectors[0]);
    } finally {
      env.remoteHost = before.remoteHost;
      env.fetch = before.fetch;
      server.closeAllConnections();
      server.close();
    }
    expect({ ...env }).toEqual(before);
  });

  test('two embedders with other folders and settings work beside each other', async () => {
    const [one, other] = await Promise.all([create(miniLm), create(tiny)]);
    const vectors = await Promise.all([one, other, one, other].map((embedder) => embedder.embed(['a tool'], document)));
    expect(vectors.map(([vector]) => vector!.length)).toEqual([384, 1024, 384, 1024]);
    expect(vectors[3]).toEqual(vectors[1]);
    await one.close();
    expect(await other.embed(['a tool'], document)).toEqual(vectors[1]);
    await other.close();
  });

  test('close waits for calls under way, can be called again, and ends the embedder', async () => {
    const embedder = await create(tiny);
    const call = embedder.embed(
      Array.from({ length: 50 }, (_, index) => `text ${index}`),
      document,
    );
    const closing = [embedder.close(), embedder.close()];
    expect(await call).toHaveLength(50);
    await Promise.all(closing);
    await embedder.close();
    await expect(embedder.embed(['a'], document)).rejects.toMatchObject({ code: 'CLOSED' });
  });

  test('the README program runs where core and the peer are installed', async () => {
    const project = await temporaryDirectory();
    await installBeside(project);
    const model = join(project, 'models/Xenova/all-MiniLM-L6-v2');
    await mkdir(join(project, 'models/Xenova'), { recursive: true });
    await cp(join(modelsFolder, 'all-MiniLM-L6-v2'), model, { recursive: true });
    const program = join(root, 'examples/readme/transformers.mjs');
    await copyFile(program, join(project, 'transformers.mjs'));
    const child = spawnSync(process.execPath, ['transformers.mjs'], {
      cwd: project,
      encoding: 'utf8',
      timeout: 60_000,
    });
    const code = await readFile(program, 'utf8');
    const said = snippets.filter((snippet) => snippet.code === code).map(({ output }) => output);
    expect(child).toMatchObject({ status: 0, stderr: '', stdout: said[0] });
  });
});

type Vector = Float32Array | readonly number[];

function library() {
  if (peer.skip !== undefined) throw new Error(peer.skip);
  return peer.library;
}

function create(options: TransformersEmbedderOptions) {
  return createTransformersEmbedder({ library: library(), ...options });
}

async function makeTinyModels(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcards-test-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  await makeTinyModel(join(folder, 'tiny-bert'), 1024);
  await makeTinyModel(join(folder, 'onnx-community/BGE-small-en-v1.5-ONNX'), 64);
  return folder;
}

function cosine(vector: Vector, other: Vector): number {
  let sum = 0;
  for (let index = 0; index < vector.length; index += 1) sum += vector[index]! * other[index]!;
  return sum;
}
