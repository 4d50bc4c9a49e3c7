import { throwIfAborted } from '../../errors/aborted.js';
import { AgentCardsError } from '../../errors/agent-cards-error.js';
import type { NamesOf } from '../../known-names.js';
import { assertCall, assertNames, assertTexts, assertWholeNumbers } from '../assert-option-types.js';
import { describeModel } from '../describe-model.js';
import { knownModel } from './known-models.js';
import { type LoadedModel, loadModel } from './load-model.js';
import { pool } from './pool.js';
import type { TransformersEmbedder } from './transformers-embedder.js';
import { dtypes, type Pooling, type TransformersEmbedderOptions } from './transformers-embedder-options.js';
import { loadLibrary } from './transformers-library.js';

const names: NamesOf<TransformersEmbedderOptions> = {
  model: true,
  dtype: true,
  device: true,
  localModelPath: true,
  cacheDir: true,
  allowRemote: true,
  revision: true,
  pooling: true,
  queryPrefix: true,
  documentPrefix: true,
  maxTokens: true,
  batchSize: true,
  onProgress: true,
  modelId: true,
  library: true,
};

/** A text is cut to this many UTF-16 code units a token before it is split, which takes as long as the text is. */
const maxTokenLength = 16;

/**
 * An embedder that runs an ONNX model in this process by `@huggingface/transformers`, an optional peer that is imported
 * here and nowhere else. Vectors have length 1. The model is loaded, and has embedded one text, when the promise
 * resolves. Quantised models (`q8`) scale a batch as a whole, so that a text's vector differs a little (cosine above
 * 0.98) with what it is embedded beside; `fp32` does not.
 *
 * `env` of the library is read, not written: what it alone can set (`allowLocalModels` in a browser, `remoteHost`,
 * `backends.onnx`, `logLevel`) is the application's, before the call.
 *
 * @throws AgentCardsError `INVALID_INPUT`, `EMBEDDER_PACKAGE_MISSING` without the peer, `EMBEDDER_MODEL_UNAVAILABLE`
 * when the model is missing or cannot be read
 */
export async function createTransformersEmbedder(options: TransformersEmbedderOptions): Promise<TransformersEmbedder> {
  assertOptions(options);
  const { model: name, dtype = 'q8', batchSize = 8, revision } = options;
  const known = knownModel(name);
  const settings: ModelSettings = {
    batchSize,
    pooling: options.pooling ?? known?.pooling ?? 'mean',
    maxTokens: options.maxTokens ?? known?.maxTokens ?? 512,
  };
  const { pooling, maxTokens } = settings;
  const queryPrefix = options.queryPrefix ?? known?.queryPrefix ?? '';
  const documentPrefix = options.documentPrefix ?? known?.documentPrefix ?? '';
  const loaded = await loadModel(options.library ?? (await loadLibrary()), { ...options, dtype });
  const calls = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  const dimensions = await measure(loaded, settings, name);

  const close = () => {
    closing ??= Promise.allSettled(calls).then(async () => {
      await loaded.model.dispose();
    });
    return closing;
  };
  return {
    modelId:
      options.modelId ?? describeModel(name, { revision, dtype, pooling, maxTokens, queryPrefix, documentPrefix }),
    dimensions,
    async embed(texts, options) {
      const { signal, kind } = options ?? {};
      assertCall(texts, kind);
      if (closing) throw new AgentCardsError('CLOSED', 'The embedder is closed.', { hint: 'Create another one.' });
      const prefix = kind === 'query' ? queryPrefix : documentPrefix;
      const prefixed = texts.map((text) => prefix + text);
      const call = embedAll(prefixed, signal, loaded, settings);
      calls.add(call);
      try {
        return await call;
      } finally {
        calls.delete(call);
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface ModelSettings {
  readonly batchSize: number;
  readonly pooling: Pooling;
  readonly maxTokens: number;
}

/** Batches of texts of like length, because every text of a batch is padded to the longest. */
async function embedAll(
  texts: readonly string[],
  signal: AbortSignal | undefined,
  loaded: LoadedModel,
  settings: ModelSettings,
): Promise<Float32Array[]> {
  throwIfAborted(signal);
  const { batchSize } = settings;
  const vectors: Float32Array[] = new Array(texts.length);
  const byLength = [...texts.keys()].sort((one, other) => texts[one]!.length - texts[other]!.length || one - other);
  for (let start = 0; start < byLength.length; start += batchSize) {
    const positions = byLength.slice(start, start + batchSize);
    const batch = positions.map((position) => texts[position]!);
    for (const [index, vector] of (await embedBatch(batch, loaded, settings)).entries()) {
      vectors[positions[index]!] = vector;
    }
    // A turn of the event loop, in which timers fire and other calls go on.
    await new Promise((resolve) => setTimeout(resolve, 0));
    throwIfAborted(signal);
  }
  return vectors;
}

async function embedBatch(
  texts: readonly string[],
  { tokenizer, model }: LoadedModel,
  { pooling, maxTokens }: ModelSettings,
): Promise<Float32Array[]> {
  const readable = texts.map((text) => text.slice(0, maxTokens * maxTokenLength).replace(/\p{Surrogate}/gu, '\ufffd'));
  const inputs = tokenizer(readable, { padding: true, truncation: true, max_length: maxTokens });
  const { last_hidden_state, token_embeddings } = await model(inputs);
  const hidden = last_hidden_state ?? token_embeddings;
  if (hidden?.dims.length !== 3) {
    throw new AgentCardsError(
      'EMBEDDER_FAILED',
      'The model gives no vectors of tokens, and so is none for embedding.',
      {
        hint: 'Take the ONNX export of a sentence embedding model; known-models names some.',
      },
    );
  }
  return pool(hidden, inputs.attention_mask, pooling);
}

/** How long the model's vectors are, by embedding a text; so a model that cannot run is found before it is used. */
async function measure(loaded: LoadedModel, settings: ModelSettings, name: string): Promise<number> {
  try {
    const [vector] = await embedBatch(['length'], loaded, settings);
    return vector!.length;
  } catch (error) {
    await loaded.model.dispose();
    throw new AgentCardsError('EMBEDDER_MODEL_UNAVAILABLE', `The model ${name} was loaded, but cannot embed a text.`, {
      hint: 'See the cause. It has to be the ONNX export of a text embedding model that fits its tokenizer.',
      cause: error,
    });
  }
}

function assertOptions(options: TransformersEmbedderOptions): void {
  const caller = 'createTransformersEmbedder';
  assertNames(caller, options, names);
  const { model, dtype, pooling, maxTokens, batchSize, onProgress } = options;
  if (typeof model !== 'string' || !/^(?!.*\.\.)[\w.-]+(?:\/[\w.-]+)*$/.test(model)) {
    throw new AgentCardsError('INVALID_INPUT', `${caller}: model has to be a name such as Xenova/all-MiniLM-L6-v2.`, {
      hint: 'For a model in a folder, give the folder that it is in as localModelPath.',
    });
  }
  // The library takes another one for one that it does not know.
  if (dtype !== undefined && !dtypes.includes(dtype)) {
    throw new AgentCardsError('INVALID_INPUT', `${caller}: dtype has to be one of ${dtypes.join(', ')}.`);
  }
  if (pooling !== undefined && pooling !== 'mean' && pooling !== 'cls') {
    throw new AgentCardsError('INVALID_INPUT', `${caller}: pooling has to be 'mean' or 'cls'.`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new AgentCardsError('INVALID_INPUT', `${caller}: onProgress has to be a function.`);
  }
  assertWholeNumbers(caller, 1, { maxTokens, batchSize });
  const { device, localModelPath, cacheDir, revision, queryPrefix, documentPrefix, modelId } = options;
  const texts = { device, localModelPath, cacheDir, revision, queryPrefix, documentPrefix, modelId };
  assertTexts(caller, texts);
}
