import { expect, test } from 'vitest';
import type { Embedder } from '../contracts/embedder.js';
import type { ToolRecord } from '../contracts/tool.js';
import { createMemoryStore } from '../memory-store/create-memory-store.js';
import { toToolId } from '../tool-id.js';
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

function pipelineOver(tools: readonly ToolRecord[], embedder: Embedder, store = createMemoryStore()) {
  const byId = new Map(tools.map((each) => [each.toolId, each]));
  const errors: unknown[] = [];
  const pipeline = new EmbeddingPipeline({
    embedder,
    store,
    clock: { now: () => 0 },
    current: (toolId) => byId.get(toolId),
    onStored: () => {},
    onError: async (error) => void errors.push(error),
  });
  return { pipeline, store, errors, byId };
}

test('embeds what is missing, once, and finds it again in the store', async () => {
  const tools = Array.from({ length: 70 }, (_, index) => tool(`t${index}`));
  const { embedder, texts } = countingEmbedder();
  const first = pipelineOver(tools, embedder);
  first.pipeline.enqueue(tools);
  expect(first.pipeline.pending).toBe(70);
  await first.pipeline.embedded();
  expect(texts).toHaveLength(70);

  const second = pipelineOver(tools, embedder, first.store);
  await second.pipeline.load();
  second.pipeline.enqueue(tools);
  await second.pipeline.embedded();
  expect(texts).toHaveLength(70);
  expect(second.pipeline.vector(tools[0]!)).toEqual(first.pipeline.vector(tools[0]!));
});

test('a changed text is embedded again; the old vector is not used meanwhile', async () => {
  const { embedder, texts } = countingEmbedder();
  const { pipeline, byId } = pipelineOver([tool('a')], embedder);
  pipeline.enqueue([tool('a')]);
  await pipeline.embedded();
  const changed = tool('a', 'another description');
  byId.set(changed.toolId, changed);
  expect(pipeline.vector(changed)).toBeUndefined();
  pipeline.enqueue([changed]);
  await pipeline.embedded();
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
    await expect(pipeline.embedded()).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    expect(errors).toHaveLength(1);
    expect(pipeline.failed).toBe(1);
    state.broken = undefined;
    pipeline.enqueue([]);
    await pipeline.embedded();
    expect(pipeline.failed).toBe(0);
  },
);

test('a tool that is gone, or has its vector after all, does not count as failed', async () => {
  const { embedder, state } = countingEmbedder();
  const { pipeline, byId } = pipelineOver([tool('a')], embedder);
  state.broken = 'throw';
  pipeline.enqueue([tool('a')]);
  await expect(pipeline.embedded()).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  byId.delete(tool('a').toolId);
  await pipeline.embedded();
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
    await pipeline.embedded();
    expect(pipeline.stored).toBe(2);
  }
});

test('vectors of another length than the embedder makes are refused at the start', async () => {
  const { embedder } = countingEmbedder();
  const first = pipelineOver([tool('a')], embedder);
  first.pipeline.enqueue([tool('a')]);
  await first.pipeline.embedded();
  const second = pipelineOver([tool('a')], { ...embedder, dimensions: 3 }, first.store);
  await expect(second.pipeline.load()).rejects.toMatchObject({ code: 'VECTOR_DIMENSION_MISMATCH' });
});

test('closing does not wait for an embedder that hangs, and says that tools are missing', async () => {
  const { pipeline } = pipelineOver([tool('a')], {
    modelId: 'deaf',
    dimensions: 2,
    embed: () => new Promise(() => {}),
  });
  pipeline.enqueue([tool('a')]);
  const waiting = pipeline.embedded();
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
