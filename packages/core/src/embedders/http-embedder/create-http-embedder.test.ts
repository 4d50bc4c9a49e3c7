import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { AgentCardsError } from '../../errors/agent-cards-error.js';
import { createHttpEmbedder } from './create-http-embedder.js';
import type { HttpEmbedderOptions } from './http-embedder-options.js';
import {
  answerWell,
  dimensions,
  type Handler,
  rawVector,
  sendJson,
  startEmbeddingsServer,
} from './testing/embeddings-server.js';

const key = 'sk-test-0123456789abcdef';
const document = { kind: 'document' } as const;

describe('a server that behaves', () => {
  test('gets model, texts and key, and gives vectors of length 1', async () => {
    await using server = await startEmbeddingsServer();
    const embedder = create(server.url, { headers: { 'X-Team': 'search' } });
    expect(await embedder.embed(['ab', 'b'], document)).toEqual([unit('ab'), unit('b')]);
    expect(server.requests.map(({ body }) => body)).toEqual([{ model: 'test-model', input: ['ab', 'b'] }]);
    expect(server.requests[0]!.headers).toMatchObject({ authorization: `Bearer ${key}`, 'x-team': 'search' });
  });

  test('gets batches, never more at once than allowed over all calls, and the order stays', async () => {
    let open = 0;
    let most = 0;
    await using server = await startEmbeddingsServer((request, response, number) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(
        () => {
          open -= 1;
          answerWell(request, response, number);
        },
        5 + ((number * 7) % 11),
      );
    });
    const embedder = create(server.url, { batchSize: 3, concurrency: 2 });
    const calls = Array.from({ length: 32 }, (_, call) =>
      Array.from({ length: 7 }, (_, index) => `text ${call} ${index}`),
    );
    const answers = await Promise.all(calls.map((texts) => embedder.embed(texts, document)));
    expect(answers).toEqual(calls.map((texts) => texts.map(unit)));
    expect(server.requests).toHaveLength(32 * 3);
    expect(Math.max(...server.requests.map(({ body }) => body.input.length))).toBe(3);
    expect(most).toBe(2);
  });

  test('is asked for queries before documents that wait', async () => {
    const open: (() => void)[] = [];
    await using server = await startEmbeddingsServer((request, response, number) => {
      if (number === 1) open.push(() => answerWell(request, response, number));
      else answerWell(request, response, number);
    });
    const embedder = create(server.url, { batchSize: 1, concurrency: 1 });
    const documents = ['first', 'second', 'third'].map((text) => embedder.embed([text], document));
    await until(() => open.length === 1);
    const query = embedder.embed(['urgent'], { kind: 'query' });
    open[0]!();
    await Promise.all([...documents, query]);
    expect(server.requests.map(({ body }) => body.input[0])).toEqual(['first', 'urgent', 'second', 'third']);
  });

  test('gets prefixes, dimensions and encoding where asked for, and no blank or half text', async () => {
    await using server = await startEmbeddingsServer();
    const options = {
      queryPrefix: 'query: ',
      sendDimensions: true,
      encodingFormat: 'base64',
      maxTextLength: 10,
    } as const;
    const embedder = create(server.url, options);
    const blank = new Float32Array(dimensions);
    expect(await embedder.embed(['', 'a\ud800b', ' \n'], { kind: 'query' })).toEqual([
      blank,
      unit('query: a\ufffdb'),
      blank,
    ]);
    await embedder.embed(['0123456789abc'], document);
    await embedder.embed([' '], document);
    expect(server.requests.map(({ body }) => body)).toEqual([
      { model: 'test-model', input: ['query: a\ufffdb'], dimensions, encoding_format: 'base64' },
      { model: 'test-model', input: ['0123456789'], dimensions, encoding_format: 'base64' },
    ]);
  });

  test.each<[string, (texts: readonly string[]) => unknown]>([
    ['out of order', (texts) => texts.map((text, index) => ({ index, embedding: rawVector(text) })).reverse()],
    ['without an index', (texts) => texts.map((text) => ({ embedding: rawVector(text) }))],
    ['in base64', (texts) => texts.map((text, index) => ({ index, embedding: base64(rawVector(text)) }))],
  ])('may answer %s', async (_, data) => {
    await using server = await startEmbeddingsServer(({ body }, response) =>
      sendJson(response, { data: data(body.input) }),
    );
    const texts = ['one', 'two', 'three'];
    expect(await create(server.url).embed(texts, document)).toEqual(texts.map(unit));
  });
});

/** Once wrong, then well again. */
const passing: Readonly<Record<string, Handler>> = {
  '429': (_, response) => sendJson(response, { error: { message: 'slow down' } }, 429),
  '408': (_, response) => sendJson(response, {}, 408),
  '500': (_, response) => response.writeHead(500).end('<html>oops</html>'),
  '503 with a Retry-After of hours': (_, response) => response.writeHead(503, { 'retry-after': '86400' }).end(),
  'a connection that is reset': (_, response) => response.destroy(),
  'an answer that breaks off': (_, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"data":[');
    setTimeout(() => response.destroy(), 10);
  },
  'JSON that is cut': (_, response) => response.writeHead(200).end('{"data":[{"index":0,"embed'),
  'a page of HTML with status 200': (_, response) => response.writeHead(200).end('<!doctype html><p>Signing in…'),
  'no answer': () => {},
  'an answer that drips': (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  },
};

describe('a server that fails for a while', () => {
  test.each(Object.entries(passing))('%s: asked again', async (_, wrong) => {
    await using server = await startEmbeddingsServer((request, response, number) =>
      (number <= 2 ? wrong : answerWell)(request, response, number),
    );
    expect(await create(server.url, { timeoutMs: 150 }).embed(['a'], document)).toEqual([unit('a')]);
    expect(server.requests).toHaveLength(3);
  });

  test.each(Object.entries(passing))('%s, for ever: an error after the retries', async (_, wrong) => {
    await using server = await startEmbeddingsServer(wrong);
    const error = await failure(create(server.url, { timeoutMs: 100, maxRetries: 1 }).embed(['a'], document));
    expect(error).toMatchObject({ code: 'EMBEDDER_FAILED', details: { retries: 1 } });
    expect(error.message).toContain('also after 1 retries');
    expect(server.requests).toHaveLength(2);
  });

  test('a server that does not run', async () => {
    const server = await startEmbeddingsServer();
    await server[Symbol.asyncDispose]();
    const error = await failure(create(server.url).embed(['a'], document));
    expect(error).toMatchObject({ code: 'EMBEDDER_FAILED', details: { retries: 3 } });
    expect(error.cause).toBeInstanceOf(Error);
  });

  test.each([
    ['in seconds', () => '1'],
    ['as a date', (now: number) => new Date(now + 1_000).toUTCString()],
  ])('is asked again no sooner than its Retry-After says, %s', async (_, retryAfter) => {
    const now = Date.UTC(2026, 0, 1);
    const times: number[] = [];
    await using server = await startEmbeddingsServer((request, response, number) => {
      times.push(performance.now());
      if (number > 1) return answerWell(request, response, number);
      response.writeHead(429, { 'retry-after': retryAfter(now) }).end();
    });
    await create(server.url, { maxRetryDelayMs: 5_000, clock: { now: () => now } }).embed(['a'], document);
    // A lower bound that a slow machine cannot break; timers may fire a little early.
    expect(times[1]! - times[0]!).toBeGreaterThan(980);
  });
});

const good = (texts: readonly string[]) => texts.map((text, index) => ({ index, embedding: rawVector(text) }));

describe('an answer that is wrong is an error at once', () => {
  test.each<[string, (texts: readonly string[]) => unknown, RegExp]>([
    ['missing vector', (texts) => good(texts).slice(1), /1 vectors for 2 texts/],
    ['extra vector', (texts) => [...good(texts), good(texts)[0]], /3 vectors for 2 texts/],
    [
      'vector for no text',
      (texts) => good(texts).map((entry) => ({ ...entry, index: entry.index + 1 })),
      /for no text/,
    ],
    ['index that is no number', (texts) => good(texts).map((entry) => ({ ...entry, index: 'x' })), /for no text/],
    ['two for one text', (texts) => good(texts).map((entry) => ({ ...entry, index: 0 })), /two vectors for one/],
    ['too short', () => [{ embedding: [1] }, { embedding: [1] }], /vectors of 1 numbers, not of 8/],
    ['base64 of another length', () => [{ embedding: base64([1, 2]) }, { embedding: base64([1, 2]) }], /vectors of 2/],
    ['base64 of half a number', () => [{ embedding: 'AAA=' }, { embedding: 'AAA=' }], /neither an array/],
    ['no base64', () => [{ embedding: '%' }, { embedding: '%' }], /neither an array/],
    ['NaN, which JSON writes as null', (texts) => numbers(texts, null), /not finite/],
    ['NaN in base64', (texts) => numbers(texts, Number.NaN, base64), /not finite/],
    ['number beyond float32', (texts) => numbers(texts, 1e300), /not finite/],
    ['text for a number', (texts) => numbers(texts, '1'), /neither an array/],
    ['no embedding', (texts) => texts.map(() => null), /neither an array/],
    ['no list', () => ({}), /without a list/],
  ])('%s', async (_, data, message) => {
    await using server = await startEmbeddingsServer(({ body }, response) =>
      sendJson(response, { data: data(body.input) }),
    );
    const error = await failure(create(server.url).embed(['a', 'b'], document));
    expect(error).toMatchObject({ code: 'EMBEDDER_FAILED', message: expect.stringMatching(message) });
    expect(server.requests).toHaveLength(1);
  });

  test.each([null, 1, 'text', [], { data: null }])('%j is none', async (answer) => {
    await using server = await startEmbeddingsServer((_, response) => sendJson(response, answer));
    expect((await failure(create(server.url).embed(['a'], document))).message).toContain('without a list "data"');
  });

  test('an endless answer is read no further than any right one is long', async () => {
    await using server = await startEmbeddingsServer((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('['.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    });
    const error = await failure(create(server.url).embed(['a'], document));
    expect(error.message).toMatch(/more than \d+ bytes/);
    await until(async () => (await server.connections()) === 0);
  });

  test.each([400, 404, 413, 422])('%s: not asked again, and quoted in one line', async (status) => {
    const said = `no such\nmodel ${key} ${'x'.repeat(1_000)}`;
    await using server = await startEmbeddingsServer((_, response) =>
      sendJson(response, { error: { message: said } }, status),
    );
    const error = await failure(create(server.url).embed(['a'], document));
    expect(error).toMatchObject({ code: 'EMBEDDER_FAILED', details: { status } });
    expect(error.message).toContain('no such model [secret] xxx');
    expect(error.message.length).toBeLessThan(400);
    expect(server.requests).toHaveLength(1);
  });
});

test('a refusal that quotes the texts is quoted without them', async () => {
  const text = 'the intent of "somebody"\nand nobody else';
  await using server = await startEmbeddingsServer(({ body }, response) =>
    sendJson(response, { error: { message: `cannot embed ${JSON.stringify(body.input)}` } }, 422),
  );
  const { message } = await failure(create(server.url).embed([text], document));
  expect(message).toContain('cannot embed');
  expect(message).not.toMatch(/intent|somebody|nobody/);
});

describe('the key', () => {
  test.each([301, 302, 307, 308])('goes nowhere else on a redirect (%s)', async (status) => {
    await using elsewhere = await startEmbeddingsServer();
    await using server = await startEmbeddingsServer((_, response) =>
      response.writeHead(status, { location: elsewhere.url }).end(),
    );
    const error = await failure(create(server.url).embed(['a'], document));
    expect(error).toMatchObject({ code: 'EMBEDDER_FAILED', details: { status } });
    expect(error.hint).toContain('final address');
    expect([server.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
  });

  const header = 'another-secret-0123456789';
  const signature = 'a+b/0=9z';
  const secretive: Readonly<Record<string, Handler>> = {
    ...passing,
    'an echo of the request': ({ headers }, response) => sendJson(response, { message: inspect(headers) }, 400),
    'an echo in parts': (_, response) => sendJson(response, { error: `key ${key.slice(0, 12)}… is wrong` }, 401),
    'an echo of a part, with a status that is quoted': (_, response) =>
      sendJson(response, { error: { message: `${key.slice(0, 12)}… and Bearer ${key.slice(2)} have no quota` } }, 429),
    'an echo of the address': ({ url }, response) => sendJson(response, { message: `${url} is wrong` }, 400),
    'a redirect to itself': (_, response) => response.writeHead(307, { location: `/?key=${key}` }).end(),
    'an answer that is wrong': (_, response) => sendJson(response, { data: [key] }),
  };
  test.each(Object.entries(secretive))('is in no error: %s', async (_, wrong) => {
    await using server = await startEmbeddingsServer(wrong);
    const url = `${server.url}?token=${header}&signature=${encodeURIComponent(signature)}`;
    const headers = { 'api-key': `Token ${header}` };
    const embedder = create(url, { headers, timeoutMs: 100, maxRetries: 1 });
    expectNoSecret(await failure(embedder.embed(['a'], document)));
    expectNoSecret(embedder);
  });

  test('is in no error of a fetch that quotes it', async () => {
    const cause = new Error(`Bearer ${key}`);
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    const error = await failure(create('https://api.example.com', { fetch, maxRetries: 0 }).embed(['a'], document));
    expectNoSecret(error);
    expect(error.cause).toMatchObject({ message: expect.stringContaining('fetch failed') });
  });

  const thrown: Readonly<Record<string, () => unknown>> = {
    'in a field of a field': () =>
      Object.assign(new Error('failed'), { config: { headers: { Authorization: `Bearer ${key}` } } }),
    'in a hidden field, of headers': () =>
      Object.defineProperty(new Error('failed'), 'request', {
        value: { headers: new Headers({ authorization: `Bearer ${key}` }) },
      }),
    'in one of several errors': () => new AggregateError([new Error(`Bearer ${key}`)], 'failed'),
    'in a cause that is no error': () => new Error('failed', { cause: { authorization: `Bearer ${key}` } }),
    'by a getter that throws': () =>
      Object.defineProperty(new Error('failed'), 'response', {
        enumerable: true,
        get() {
          throw new Error(key);
        },
      }),
    'in an error that is its own cause': () => {
      const error = new Error('failed');
      return Object.assign(error, { cause: error, request: `Bearer ${key}` });
    },
    'in no error at all': () => ({ toString: () => `failed with ${key}` }),
  };
  test.each(Object.entries(thrown))('is in no error of a fetch that keeps it %s', async (_, makeError) => {
    const fetch = () => Promise.reject(makeError());
    const error = await failure(create('https://api.example.com', { fetch, maxRetries: 0 }).embed(['a'], document));
    expectNoSecret(error);
    expect(error).toMatchObject({ code: 'EMBEDDER_FAILED', cause: { message: expect.stringContaining('failed') } });
  });

  test('leaves an error of a fetch that does not quote it as it is', async () => {
    const cause = Object.assign(new TypeError('fetch failed', { cause: new Error('reset') }), { code: 'ECONNRESET' });
    const fetch = () => Promise.reject(cause);
    const error = await failure(create('https://api.example.com', { fetch, maxRetries: 0 }).embed(['a'], document));
    expect(error.cause).toBe(cause);
  });

  test.each<[string, Partial<HttpEmbedderOptions>]>([
    ['plain http to another machine', { url: 'http://api.example.com/v1/embeddings' }],
    ['plain http to a name that only looks local', { url: 'http://localhost.example.com/v1/embeddings' }],
    ['a header over plain http', { url: 'http://10.0.0.1/', apiKey: undefined, headers: { 'api-key': key } }],
    ['an address with a password', { url: `https://user:${key}@api.example.com/` }],
    ['no address', { url: `${key} is not an address` }],
    ['another protocol', { url: `file:///${key}` }],
    ['a key with a line break', { apiKey: `${key}\n` }],
    ['an empty key', { apiKey: '' }],
    ['a header with a line break', { headers: { 'x-key': `${key}\n${key}` } }],
    ['no model', { model: '' }],
    ['no dimensions', { dimensions: 0 }],
    ['half a dimension', { dimensions: 1.5 }],
    ['batches of nothing', { batchSize: 0 }],
    ['no request at once', { concurrency: Number.NaN }],
    ['time that timers do not know', { timeoutMs: 2 ** 31 }],
    ['less than no retry', { maxRetries: -1 }],
    ['headers that would not be sent', { headers: new Headers({ 'api-key': key }) as never }],
    ['a header that is not set', { headers: { 'api-key': undefined as never } }],
    ['no headers', { headers: null as never }],
    ['another encoding', { encodingFormat: 'hex' as never }],
    ['a fetch that is none', { fetch: key as never }],
  ])('options that cannot work are refused without quoting them: %s', (_, options) => {
    let error: unknown;
    try {
      create('https://api.example.com/v1/embeddings', options);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'INVALID_INPUT' });
    expectNoSecret(error);
  });

  test('goes over plain http to this machine, and elsewhere only when told', () => {
    for (const host of ['localhost:1234', '127.0.0.1', '127.8.8.8', '[::1]:80', 'models.localhost']) {
      expect(create(`http://${host}/v1/embeddings`).dimensions).toBe(dimensions);
    }
    expect(create('http://ollama/v1/embeddings', { allowPlainHttp: true }).dimensions).toBe(dimensions);
    expect(create('http://ollama/v1/embeddings', { apiKey: undefined }).dimensions).toBe(dimensions);
  });

  function expectNoSecret(value: unknown): void {
    const chain: unknown[] = [];
    for (let cause = value; cause instanceof Error; cause = cause.cause) chain.push(cause.message, cause.stack);
    const hint = AgentCardsError.isInstance(value) ? value.hint : undefined;
    const text = inspect([value, chain, hint], { depth: 20, showHidden: true }) + JSON.stringify([value, chain, hint]);
    expect(text).not.toContain(key.slice(0, 12));
    expect(text).not.toContain(header);
    expect(text).not.toContain(encodeURIComponent(signature));
  }
});

describe('a call that is aborted', () => {
  test.each([
    ['while it waits for the answer', () => {}],
    ['while it waits for a retry', (_, response) => sendJson(response, {}, 503)],
  ] satisfies [string, Handler][])('ends at once %s', async (_, handler) => {
    await using server = await startEmbeddingsServer(handler);
    const controller = new AbortController();
    const embedder = create(server.url, { retryDelayMs: 60_000, maxRetryDelayMs: 60_000, concurrency: 1 });
    const reason = new Error('enough');
    const calls = ['first', 'waits for a slot'].map((text) =>
      failure(embedder.embed([text], { ...document, signal: controller.signal })),
    );
    await until(() => server.requests.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort(reason);
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ code: 'ABORTED', cause: reason });
    await expectNoTimers();
  });

  test('does not disturb another one', async () => {
    await using server = await startEmbeddingsServer((request, response, number) =>
      setTimeout(() => answerWell(request, response, number), 30),
    );
    const controller = new AbortController();
    const embedder = create(server.url, { concurrency: 1 });
    const aborted = failure(embedder.embed(['a'], { ...document, signal: controller.signal }));
    const other = embedder.embed(['b'], document);
    controller.abort();
    expect(await aborted).toMatchObject({ code: 'ABORTED' });
    expect(await other).toEqual([unit('b')]);
  });

  test('ends also when the fetch that was given does not listen', async () => {
    const controller = new AbortController();
    const embedder = create('https://api.example.com', { fetch: () => new Promise(() => {}) });
    const call = failure(embedder.embed(['a'], { ...document, signal: controller.signal }));
    controller.abort();
    expect(await call).toMatchObject({ code: 'ABORTED' });
  });
});

test.each<[string, unknown, unknown]>([
  ['no list', 'text', document],
  ['a number among texts', ['a', 1], document],
  ['a hole among texts', new Array(2), document],
  ['no kind', ['a'], {}],
  ['no options', ['a'], undefined],
  ['an unknown kind', ['a'], { kind: 'passage' }],
])('%s is refused, and nothing is sent', async (_, texts, options) => {
  await using server = await startEmbeddingsServer();
  const error = await failure(create(server.url).embed(texts as string[], options as typeof document));
  expect(error).toMatchObject({ code: 'INVALID_INPUT' });
  expect(server.requests).toEqual([]);
});

test('one batch that fails stops the others of its call', async () => {
  await using server = await startEmbeddingsServer((request, response, number) => {
    if (request.body.input[0] === 'bad') sendJson(response, {}, 400);
    else setTimeout(() => answerWell(request, response, number), 20);
  });
  const texts = ['bad', ...Array.from({ length: 50 }, (_, index) => `text ${index}`)];
  const error = await failure(create(server.url, { batchSize: 1, concurrency: 2 }).embed(texts, document));
  expect(error).toMatchObject({ details: { status: 400 } });
  expect(server.requests.length).toBeLessThan(5);
  await expectNoTimers();
});

test('no timer is left after an answer', async () => {
  await using server = await startEmbeddingsServer();
  await create(server.url, { timeoutMs: 60_000 }).embed(['a'], document);
  await expectNoTimers();
});

test('modelId changes with every setting that changes vectors, and with nothing else', () => {
  const id = (options: Partial<HttpEmbedderOptions>) => create('https://a.example.com', options).modelId;
  const changing: Partial<HttpEmbedderOptions>[] = [
    {},
    { model: 'other' },
    { sendDimensions: true },
    { queryPrefix: 'q' },
    { documentPrefix: 'q' },
    { maxTextLength: 100 },
    { modelId: 'mine' },
  ];
  expect(new Set(changing.map(id)).size).toBe(changing.length);
  expect(id({ url: 'https://b.example.com', apiKey: 'other-key', batchSize: 1, encodingFormat: 'base64' })).toBe(
    id({}),
  );
});

function create(url: string, options: Partial<HttpEmbedderOptions> = {}) {
  const quick = { retryDelayMs: 1, maxRetryDelayMs: 20, random: () => 0.5 };
  return createHttpEmbedder({ url, model: 'test-model', dimensions, apiKey: key, ...quick, ...options });
}

async function failure(call: Promise<unknown>): Promise<AgentCardsError> {
  const error = await call.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AgentCardsError)) throw new Error(`No AgentCardsError: ${inspect(error)}`);
  return error;
}

/** Waits until all that a call has begun is over: none of its timers keeps the process alive. */
async function expectNoTimers(): Promise<void> {
  const own = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  // Vitest's own timeout of this test is one.
  await until(() => own() <= 1);
}

/** Rejects by the timeout of the test when it never becomes true. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

function numbers(texts: readonly string[], first: unknown, encode: (values: number[]) => unknown = (values) => values) {
  return texts.map((text) => ({ embedding: encode([first, ...rawVector(text).slice(1)] as number[]) }));
}

function base64(values: readonly number[]): string {
  return Buffer.from(Float32Array.from(values).buffer).toString('base64');
}

function unit(text: string): Float32Array {
  const vector = rawVector(text);
  const norm = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => value / norm);
}
