import { expect, onTestFinished, test, vi } from 'vitest';
import type { Embedder } from '../contracts/embedder.js';
import type { ToolRecord } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { AgentCardsEvents } from '../events/agent-cards-events.js';
import { EventHub } from '../events/event-hub.js';
import { createMemoryStore } from '../memory-store/create-memory-store.js';
import { toToolId } from '../tool-id.js';
import { type EmbeddingOptions, embeddingSettings } from './embedding-options.js';
import { EmbeddingPipeline } from './embedding-pipeline.js';

const at = new Date(0);

function tool(name: string, description = name): ToolRecord {
  const toolId = toToolId('s', name);
  return {
    toolId,
    serverId: 's',
    name,
    description,
    inputSchema: {},
    fingerprint: '',
    status: 'active',
    firstSeen: at,
    updatedAt: at,
  };
}

/** Counts texts; fails while `broken` says how. */
function countingEmbedder() {
  const texts: string[] = [];
  const state = { broken: undefined as undefined | 'throw' | 'few' | 'nan' | 'short' };
  const embedder: Embedder = {
    modelId: 'lengths',
    dimensions: 2,
    embed: async (batch) => {
      if (state.broken === 'throw') throw new Error('no model');
      texts.push(...batch);
      const vectors = batch.map((text) => [text.length, state.broken === 'nan' ? Number.NaN : 1]);
      if (state.broken === 'short') return vectors.map(([first]) => [first ?? 0]);
      return state.broken === 'few' ? vectors.slice(1) : vectors;
    },
  };
  return { embedder, texts, state };
}

const endless = new AbortController().signal;

function pipelineOver(
  tools: readonly ToolRecord[],
  embedder: Embedder,
  store = createMemoryStore(),
  options: EmbeddingOptions = {},
) {
  const byId = new Map(tools.map((each) => [each.toolId, each]));
  const errors: unknown[] = [];
  const heard: [string, unknown][] = [];
  const events = new EventHub<AgentCardsEvents>(() => expect.unreachable());
  for (const name of ['embedding.progress', 'embedding.failed', 'embedding.completed'] as const) {
    events.on(name, (event) => heard.push([name, event]));
  }
  const stored: string[] = [];
  const pipeline = new EmbeddingPipeline({
    embedder,
    settings: embeddingSettings({ backoffMs: 1, ...options }),
    store,
    clock: { now: () => 0 },
    events,
    keepsVectors: true,
    current: (toolId) => byId.get(toolId),
    onStored: (toolIds) => stored.push(...toolIds),
    onError: async (error) => void errors.push(error),
  });
  return { pipeline, store, errors, byId, heard, stored };
}

test('embeds what is missing, once, and finds it again in the store', async () => {
  const tools = Array.from({ length: 70 }, (_, index) => tool(`t${index}`));
  const { embedder, texts } = countingEmbedder();
  const first = pipelineOver(tools, embedder);
  first.pipeline.enqueue(tools);
  expect(first.pipeline.pending).toBe(70);
  await first.pipeline.embedded(endless);
  expect(texts).toHaveLength(70);

  const second = pipelineOver(tools, embedder, first.store);
  await second.pipeline.load();
  second.pipeline.enqueue(tools);
  await second.pipeline.embedded(endless);
  expect(texts).toHaveLength(70);
  expect(second.pipeline.vector(tools[0]!)).toEqual(first.pipeline.vector(tools[0]!));
});

test('a changed text is embedded again; the old vector is not used meanwhile', async () => {
  const { embedder, texts } = countingEmbedder();
  const { pipeline, byId } = pipelineOver([tool('a')], embedder);
  pipeline.enqueue([tool('a')]);
  await pipeline.embedded(endless);
  const changed = tool('a', 'another description');
  byId.set(changed.toolId, changed);
  expect(pipeline.vector(changed)).toBeUndefined();
  pipeline.enqueue([changed]);
  await pipeline.embedded(endless);
  expect(texts).toHaveLength(2);
  expect(pipeline.vector(changed)).toBeDefined();
});

test.each(['throw', 'few', 'nan', 'short'] as const)(
  'an embedder that fails (%s) is reported and tried again',
  async (how) => {
    const { embedder, state } = countingEmbedder();
    const { pipeline, errors } = pipelineOver([tool('a')], embedder);
    state.broken = how;
    pipeline.enqueue([tool('a')]);
    await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    expect(errors).toHaveLength(1);
    expect(pipeline.failed).toBe(1);
    state.broken = undefined;
    pipeline.enqueue([]);
    await pipeline.embedded(endless);
    expect(pipeline.failed).toBe(0);
  },
);

test.each([
  ['an error of no code', new Error('disk full'), 'The store failed for vectors: disk full'],
  ['one of ours', new AgentCardsError('STORE_OPERATION_FAILED', 'put failed'), 'put failed'],
])('a store that does not take vectors is not taken for the embedder: %s', async (_, thrown, message) => {
  const tools = [tool('a'), tool('b'), tool('c', 'b')];
  const store = createMemoryStore();
  const { put } = store.embeddings;
  store.embeddings.put = async () => Promise.reject(thrown);
  const { pipeline, errors, heard } = pipelineOver(tools, countingEmbedder().embedder, store);
  pipeline.enqueue(tools);
  const error = { code: 'STORE_OPERATION_FAILED', message };
  await expect(pipeline.embedded(endless)).rejects.toMatchObject({
    code: 'STORE_OPERATION_FAILED',
    message: 'The store failed for the vectors of 3 tools.',
    cause: error,
  });
  expect(errors).toMatchObject([error]);
  expect(pipeline).toMatchObject({ failed: 3, failure: 'STORE_OPERATION_FAILED' });
  const said = (name: string) => heard.filter(([each]) => each === name).map(([, event]) => event);
  expect(said('embedding.failed')).toMatchObject([{ error, toolIds: tools.map(({ toolId }) => toolId) }]);
  expect(said('embedding.completed')).toMatchObject([{ embedded: 0, reused: 0, failed: 3 }]);

  store.embeddings.put = put;
  pipeline.enqueue([]);
  await pipeline.embedded(endless);
  expect(pipeline).toMatchObject({ failed: 0, failure: undefined });
});

test('a tool that is gone, or has its vector after all, does not count as failed', async () => {
  const { embedder, state } = countingEmbedder();
  const { pipeline, byId } = pipelineOver([tool('a')], embedder);
  state.broken = 'throw';
  pipeline.enqueue([tool('a')]);
  await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  byId.delete(tool('a').toolId);
  await pipeline.embedded(endless);
  expect(pipeline.failed).toBe(0);
});

test('a tool that is queued just as the work ends is embedded too, at whatever turn', async () => {
  for (let turns = 0; turns < 12; turns += 1) {
    const { embedder } = countingEmbedder();
    const tools = [tool('a'), tool('b')];
    const { pipeline } = pipelineOver(tools, embedder);
    pipeline.enqueue([tools[0]!]);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    pipeline.enqueue([tools[1]!]);
    await pipeline.embedded(endless);
    expect(pipeline.stored).toBe(2);
  }
});

test('vectors of another embedder are refused at the start', async () => {
  const { embedder } = countingEmbedder();
  const first = pipelineOver([tool('a')], embedder);
  first.pipeline.enqueue([tool('a')]);
  await first.pipeline.embedded(endless);
  const second = pipelineOver([tool('a')], { ...embedder, dimensions: 3 }, first.store);
  await expect(second.pipeline.load()).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH' });
  const third = pipelineOver([tool('a')], { ...embedder, modelId: 'other' }, first.store);
  await expect(third.pipeline.load()).rejects.toMatchObject({
    code: 'EMBEDDER_MISMATCH',
    details: { stored: { modelId: 'lengths', dimensions: 2 }, given: { modelId: 'other', dimensions: 2 } },
  });
});

test('closing does not wait for an embedder that hangs, and says that tools are missing', async () => {
  const { pipeline } = pipelineOver([tool('a')], {
    modelId: 'deaf',
    dimensions: 2,
    embed: () => new Promise(() => {}),
  });
  pipeline.enqueue([tool('a')]);
  const waiting = pipeline.embedded(endless);
  await Promise.all([pipeline.close(), expect(waiting).rejects.toMatchObject({ code: 'CLOSED' })]);
});

test('closing aborts the batch at hand', async () => {
  const { pipeline } = pipelineOver([tool('a')], {
    modelId: 'hangs',
    dimensions: 2,
    embed: (_texts, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  });
  pipeline.enqueue([tool('a')]);
  await pipeline.close();
  expect(pipeline.failed).toBe(0);
});

test('equal texts are embedded once: in one queue, and of tools that come later by another name', async () => {
  const { embedder, texts } = countingEmbedder();
  const twins = ['a', 'b'].map((server) => ({ ...tool('same'), toolId: toToolId(server, 'same'), serverId: server }));
  const { pipeline, store, stored } = pipelineOver(twins, embedder);
  pipeline.enqueue(twins);
  await pipeline.embedded(endless);
  expect(texts).toHaveLength(1);
  expect(stored).toEqual(['a:same', 'b:same']);

  const renamed = { ...tool('same'), toolId: toToolId('c', 'same'), serverId: 'c' };
  const later = pipelineOver([renamed], embedder, store);
  await later.pipeline.load();
  later.pipeline.enqueue([renamed]);
  await later.pipeline.embedded(endless);
  expect(texts).toHaveLength(1);
  expect(later.pipeline.vector(renamed)).toEqual(pipeline.vector(twins[0]!));
  expect(later.heard.at(-1)).toEqual([
    'embedding.completed',
    { modelId: 'lengths', embedded: 0, reused: 1, failed: 0 },
  ]);
});

test('only the texts that the embedder cannot take fail', async () => {
  const tools = Array.from({ length: 100 }, (_, index) => tool(`t${index}`, index % 9 === 4 ? 'poison' : `d${index}`));
  const embedder: Embedder = {
    modelId: 'squeamish',
    dimensions: 1,
    embed: async (texts) => {
      if (texts.some((text) => text.includes('poison'))) throw new Error('not this');
      return texts.map(() => [1]);
    },
  };
  const { pipeline, heard, errors } = pipelineOver(tools, embedder);
  pipeline.enqueue(tools);
  await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  expect(tools.filter((each) => !pipeline.has(each)).map(({ description }) => description)).toEqual(
    Array(11).fill('poison'),
  );
  const failed = heard.flatMap(([name, event]) => (name === 'embedding.failed' ? [event] : []));
  const toolIds = tools.filter(({ description }) => description === 'poison').map(({ toolId }) => toolId);
  expect(failed).toEqual([{ modelId: 'squeamish', toolIds, attempts: expect.any(Number), error: expect.any(Error) }]);
  expect(heard.at(-1)).toEqual(['embedding.completed', { modelId: 'squeamish', embedded: 89, reused: 0, failed: 11 }]);
  expect(errors).toHaveLength(1);
});

test('a batch of nothing but poison does not keep the others from being embedded', async () => {
  const tools = Array.from({ length: 40 }, (_, index) => tool(`t${index}`, index < 8 ? 'poison' : `d${index}`));
  const embedder: Embedder = {
    modelId: 'squeamish',
    dimensions: 1,
    embed: async (texts) => {
      if (texts.some((text) => text.includes('poison') || text.includes('d20'))) throw new Error('not this');
      return texts.map(() => [1]);
    },
  };
  const { pipeline } = pipelineOver(tools, embedder, createMemoryStore(), { batchSize: 4 });
  pipeline.enqueue(tools);
  await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  expect(pipeline.failed).toBe(9);
});

test('what fails for different reasons is told apart', async () => {
  const tools = Array.from({ length: 10 }, (_, index) => tool(`t${index}`, ['long', 'rude'][index % 5] ?? `d${index}`));
  const embedder: Embedder = {
    modelId: 'squeamish',
    dimensions: 1,
    embed: async (texts) => {
      for (const word of ['long', 'rude'])
        if (texts.some((text) => text.includes(word))) throw new Error(`too ${word}`);
      return texts.map(() => [1]);
    },
  };
  const { pipeline, heard } = pipelineOver(tools, embedder, createMemoryStore(), { attempts: 1 });
  pipeline.enqueue(tools);
  await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  const failed = heard.flatMap(([name, event]) => (name === 'embedding.failed' ? [event] : []));
  expect(failed).toMatchObject([
    { toolIds: ['s:t0', 's:t5'], error: { cause: { message: 'too long' } } },
    { toolIds: ['s:t1', 's:t6'], error: { cause: { message: 'too rude' } } },
  ]);
});

test.each<[string, Embedder['embed']]>([
  ['throws', () => Promise.reject(new Error('503'))],
  ['hangs', () => new Promise(() => {})],
])(
  'an embedder that %s is said to be down with its first call, and given up on in a bounded time',
  async (_, embed) => {
    const tools = Array.from({ length: 1_000 }, (_, index) => tool(`t${index}`));
    const calls: number[] = [];
    const seen: object[] = [];
    const down: Embedder = {
      modelId: 'down',
      dimensions: 1,
      embed: (texts, options) => {
        calls.push(texts.length);
        const { pending, failed, failure } = pipeline;
        seen.push({ pending, failed, failure, logged: errors.length });
        return embed(texts, options);
      },
    };
    const { pipeline, errors, heard } = pipelineOver(tools, down, createMemoryStore(), { timeoutMs: 5 });
    pipeline.enqueue(tools);
    await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    // Three attempts, and one with a text that is not to blame.
    expect(calls).toEqual([32, 32, 32, 1]);
    const failing = { pending: 1_000, failed: 0, failure: 'EMBEDDER_FAILED', logged: 1 };
    expect(seen).toEqual([{ ...failing, failure: undefined, logged: 0 }, failing, failing, failing]);
    expect(pipeline).toMatchObject({ pending: 0, failed: 1_000, failure: 'EMBEDDER_FAILED' });
    expect(heard.flatMap(([name, event]) => (name === 'embedding.failed' ? [event] : []))).toMatchObject([
      { attempts: 3, toolIds: { length: 512 } },
      { attempts: 0, toolIds: { length: 488 } },
    ]);
    // The same outage: asked once again, and not logged again.
    pipeline.enqueue([]);
    expect(pipeline).toMatchObject({ pending: 1_000, failed: 0, failure: 'EMBEDDER_FAILED' });
    await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    expect(calls.slice(4)).toEqual([1]);
    expect(errors).toHaveLength(1);
    await pipeline.close();
  },
);

test('an embedder that was down is asked again by itself, ever more seldom, and used once it answers', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { embedder, state } = countingEmbedder();
  let calls = 0;
  const counted: Embedder = {
    ...embedder,
    embed: (texts, options) => {
      calls += 1;
      return embedder.embed(texts, options);
    },
  };
  const { pipeline, errors } = pipelineOver([tool('a')], counted, createMemoryStore(), { attempts: 1 });
  state.broken = 'throw';
  pipeline.enqueue([tool('a')]);
  await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  expect(calls).toBe(2);
  for (const seconds of [30, 60, 120, 240, 480, 600, 600]) {
    calls = 0;
    await vi.advanceTimersByTimeAsync(1_000 * seconds - 1);
    expect([calls, pipeline.failed]).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(1);
    await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    expect([calls, pipeline.failed]).toEqual([1, 1]);
  }
  expect(errors).toHaveLength(1);
  state.broken = undefined;
  await vi.advanceTimersByTimeAsync(600_000);
  await pipeline.embedded(endless);
  expect(pipeline).toMatchObject({ stored: 1, pending: 0, failed: 0, failure: undefined });
  expect(vi.getTimerCount()).toBe(0);
});

test('closing ends the wait for an embedder that is down', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { embedder, state } = countingEmbedder();
  state.broken = 'throw';
  const { pipeline } = pipelineOver([tool('a')], embedder, createMemoryStore(), { attempts: 1 });
  pipeline.enqueue([tool('a')]);
  await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  expect(vi.getTimerCount()).toBe(1);
  await pipeline.close();
  expect(vi.getTimerCount()).toBe(0);
});

test('an embedder that hangs fails by its deadline', async () => {
  const { pipeline, errors } = pipelineOver(
    [tool('a')],
    { modelId: 'deaf', dimensions: 2, embed: () => new Promise(() => {}) },
    createMemoryStore(),
    { timeoutMs: 5, attempts: 2 },
  );
  pipeline.enqueue([tool('a')]);
  await expect(pipeline.embedded(endless)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  expect(errors).toMatchObject([{ code: 'EMBEDDER_FAILED', cause: { name: 'DeadlineError' } }]);
});

test('an embedder that recovers between two attempts has failed for nobody', async () => {
  const { embedder, state } = countingEmbedder();
  state.broken = 'throw';
  const { pipeline, heard } = pipelineOver([tool('a')], {
    ...embedder,
    embed: (texts, options) => {
      const answer = embedder.embed(texts, options);
      state.broken = undefined;
      return answer;
    },
  });
  pipeline.enqueue([tool('a')]);
  await pipeline.embedded(endless);
  expect(heard.map(([name]) => name)).toEqual(['embedding.progress', 'embedding.completed']);
});

test('vectors are written in large pieces, and what is finished is written when it is stopped', async () => {
  const tools = Array.from({ length: 100 }, (_, index) => tool(`t${index}`));
  const store = createMemoryStore();
  const { put } = store.embeddings;
  const sizes: number[] = [];
  store.embeddings.put = (records) => {
    sizes.push(records.length);
    return put(records);
  };
  const { embedder } = countingEmbedder();
  const first = pipelineOver(tools, embedder, store, { batchSize: 10, writeSize: 60 });
  first.pipeline.enqueue(tools);
  await first.pipeline.embedded(endless);
  expect(sizes).toEqual([60, 40]);

  const other = createMemoryStore();
  let calls = 0;
  const stopped = pipelineOver(
    tools,
    {
      ...embedder,
      embed: (texts, options) => {
        calls += 1;
        if (calls === 4) void stopped.pipeline.close();
        return calls === 4 ? new Promise(() => {}) : embedder.embed(texts, options);
      },
    },
    other,
    { batchSize: 10 },
  );
  stopped.pipeline.enqueue(tools);
  await expect(stopped.pipeline.embedded(endless)).rejects.toMatchObject({ code: 'CLOSED' });
  expect(await other.embeddings.read({ limit: 1_000 })).toHaveLength(30);
  expect(stopped.pipeline.failed).toBe(0);
});

test('closing ends a wait between two attempts', async () => {
  const { pipeline } = pipelineOver(
    [tool('a')],
    { modelId: 'down', dimensions: 2, embed: () => Promise.reject(new Error('down')) },
    createMemoryStore(),
    { backoffMs: 2 ** 30 },
  );
  pipeline.enqueue([tool('a')]);
  const waiting = pipeline.embedded(endless);
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([pipeline.close(), expect(waiting).rejects.toMatchObject({ code: 'CLOSED' })]);
});

test('a pause lets nothing be written, and what was pending is embedded after it', async () => {
  const { embedder, texts } = countingEmbedder();
  const tools = [tool('a'), tool('b')];
  const { pipeline } = pipelineOver(tools, embedder);
  pipeline.enqueue(tools);
  await pipeline.pause();
  expect(texts).toEqual([]);
  const waiting = pipeline.embedded(endless);
  pipeline.resume();
  await waiting;
  expect(pipeline.stored).toBe(2);
});

test('a wait can be given up without the work', async () => {
  const { pipeline } = pipelineOver([tool('a')], {
    modelId: 'slow',
    dimensions: 1,
    embed: () => new Promise(() => {}),
  });
  pipeline.enqueue([tool('a')]);
  const reason = new Error('enough');
  await expect(pipeline.embedded(AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(pipeline.pending).toBe(1);
  await pipeline.close();
});
